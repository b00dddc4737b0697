"""A whole small site for tests of the studio, the desk and the API: real files, real SQLite."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from archive.access import Role
from archive.catalogue import create_catalogue, open_catalogue
from archive.home import Home
from archive.invitations import invite
from archive.loading import load_work, load_works
from archive.records import Work
from web.app import create_app
from web.invitation_links import link_for
from web.settings import Settings

_TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
_KEY = re.compile(rb'name="form_key" value="([^"]+)"')


def jpeg(colour: str = "red", size: tuple[int, int] = (48, 32)) -> bytes:
    """Return a JPEG of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return stream.getvalue()


@dataclass
class Person:
    """Somebody with a browser of her own."""

    client: FlaskClient
    link: str = ""
    invitation: str = ""

    def token(self, page: str) -> str:
        """Return the CSRF token that stands on a page."""
        return _TOKEN.search(self.client.get(page).data).group(1).decode()

    def post(self, address: str, page: str | None = None, **fields: object) -> TestResponse:
        """Send a form, with the token of ``page`` (the address itself by default)."""
        data = {"csrf_token": self.token(page or address), **fields}
        return self.client.post(address, data=data)

    def come_in(self) -> TestResponse:
        """Press the button behind her link."""
        return self.post(self.link)

    def hand_in(self, photograph: bytes | None = None, name: str = "a.jpg", **fields: object):
        """Fill in the studio's form and send it."""
        page = self.client.get("/zh/studio/").data
        sent = {
            "csrf_token": _TOKEN.search(page).group(1).decode(),
            "form_key": _KEY.search(page).group(1).decode(),
            "made_by": "me",
            "availability": "not for sale",
            **fields,
        }
        if photograph is not None:
            sent["photograph"] = (io.BytesIO(photograph), name)
        return self.client.post("/zh/studio/", data=sent)


@dataclass
class SmallSite:
    """The site of one temporary home."""

    home: Home
    app: Flask

    def visitor(self) -> Person:
        """Return somebody without an invitation."""
        return Person(self.app.test_client())

    def invited(self, name: str = "李阿姨", role: Role = Role.MAKER) -> Person:
        """Return somebody with a new invitation, in place of an earlier one of that name."""
        db = open_catalogue(self.home)
        invitation, secret = invite(db, "test", name, role, same_person=True)
        db.close()
        link = link_for("", invitation, secret, home=self.home)
        return Person(self.app.test_client(), link, invitation)

    def inside(self, name: str = "李阿姨", role: Role = Role.MAKER) -> Person:
        """Return somebody who has come in."""
        person = self.invited(name, role)
        assert person.come_in().status_code == 303
        return person

    def works(self) -> list[Work]:
        """Return every work, oldest first."""
        db = open_catalogue(self.home)
        ids = [row[0] for row in db.execute("SELECT id FROM works ORDER BY rowid").fetchall()]
        found = list(load_works(db, ids).values())
        db.close()
        return found

    def work(self, work_id: str) -> Work:
        """Return one work as it is stored."""
        db = open_catalogue(self.home)
        found = load_work(db, work_id)
        db.close()
        return found

    def count(self, sql: str) -> int:
        """Return one number from the catalogue."""
        db = open_catalogue(self.home)
        (number,) = db.execute(sql).fetchone()
        db.close()
        return int(number)


def make_site(folder: Path, **settings: object) -> SmallSite:
    """Make a site with an empty archive."""
    home = Home(folder / "home")
    create_catalogue(home).close()
    app = create_app(Settings(home, **settings))
    app.testing = True
    return SmallSite(home, app)
