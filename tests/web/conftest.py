"""A gallery to visit: a real archive with a few tiny pieces, and somebody with a browser."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.catalogue import open_catalogue
from archive.changes import change
from archive.drafts import CreditDraft
from archive.home import Home
from archive.records import Availability, Statement
from archive.sales import sale_link_in
from archive.wording import Wording
from ingest.queue import work_off
from search.refreshing import refresh_indexes
from tests.making import agreed, jpeg, kept_work
from web.app import create_app
from web.settings import Settings

EVERYTHING = ("pictures", "name", "village", "sale", "english", "search engines")
SHARE_TEXT = "3.8 复制打开微店 https://weidian.com/item.html?itemID=12&spm=x 蝶帽"


def said(field, text="", **more):
    """Return a statement by the demonstration maker."""
    return Statement(field, "绣娘甲", "2026-01-01", text, **more)


@dataclass
class Gallery:
    """The public site of one temporary archive."""

    home: Home
    app: Flask
    client: FlaskClient

    def put(self, colour="red", *, uses=EVERYTHING, publish=True, **more) -> str:
        """Take in a piece of one colour, ready to be shown; returns its id."""
        if uses:
            more.setdefault("consent", agreed(*uses))
        told = more.setdefault("statements", (said("title", "蝶帽", lang="zh"),))
        if not any(statement.field == "handmade" for statement in told):
            # Nothing is published before somebody has said this.
            more["statements"] = (*told, said("handmade", "all"))
        db = open_catalogue(self.home)
        work = kept_work(self.home, db, jpeg(colour), publish=publish, **more)
        work_off(self.home, db)
        refresh_indexes(self.home, db)
        db.close()
        return work

    def change(self, action, *arguments):
        """Do something to the archive in one transaction."""
        db = open_catalogue(self.home)
        with change(db, "clerk") as this:
            done = action(this, *arguments)
        refresh_indexes(self.home, db)
        db.close()
        return done

    def status(self, path: str) -> int:
        """Return the status of an address; files are closed again."""
        with self.client.get(path) as answer:
            return answer.status_code

    def page(self, path: str) -> str:
        """Return the text of a page that must be there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        return answer.text


def make_gallery(home, **settings):
    app = create_app(Settings(home, **settings))
    app.testing = True
    return Gallery(home, app, app.test_client())


@pytest.fixture
def gallery(home):
    """An empty gallery."""
    return make_gallery(home)


@pytest.fixture
def butterfly(gallery):
    """A butterfly cap for sale, with everything agreed to."""
    return gallery.put(
        "red",
        identifier="XP-1",
        statements=(
            said("title", "蝶帽", lang="zh"),
            said("title", "Butterfly cap", lang="en"),
            said("meaning", "蝴蝶是生命之源。", lang="zh"),
            said("motif", concept="motif/butterfly"),
            said("technique", concept="technique/flat-stitch"),
            said("colour", concept="colour/bright-red"),
            said("made_place", concept="place/hejiayan"),
        ),
        credits=(CreditDraft(name=Wording("绣娘甲", "Maker A"), place="place/hejiayan"),),
        sale_links=(sale_link_in(SHARE_TEXT),),
        availability=Availability.FOR_SALE,
        licence="CC BY 4.0",
        credit_line="绣谱演示",
        collections=("caps",),
    )
