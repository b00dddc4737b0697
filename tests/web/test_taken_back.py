"""A withdrawal, followed by a search of the whole home and of every address: nothing found."""

import io
import shutil
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner
from PIL import ExifTags, Image
from pypinyin import lazy_pinyin

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.changes import change
from archive.home import Home
from archive.imports import list_imports, undo_import
from archive.loading import works_of_maker
from archive.makers import find_maker, put_maker
from archive.originals import OriginalStore
from archive.outbox import TaskKind, pending
from archive.records import State
from archive.verify import verify_home
from archive.wording import Wording
from tests.making import sheet
from tests.web.command_line import cloth
from tests.web.small_site import SmallSite
from tests.web.traces import Search, addresses_of, alike
from web.app import create_app
from web.cli import main
from web.finishing import finish_outbox
from web.settings import Settings

HER, ENGLISH, OTHER = "奂姞嫫", "Zqyvexa Wqolmi", "石阿婆"
#: A piece of it is as good as the whole, in Latin letters or in an index.
SECRETS = (HER, HER[:2], HER[1:], "zqyvexa", "wqolmi", "".join(lazy_pinyin(HER)))
YES = {
    "consent_by": HER,
    "consent_on": "2020-05-01",
    "consent_for": "pictures;name;village;face;voice;sale;english;export;search engines",
}
HERS, FACES = (1, 2, 3, 4), (5,)


def shot(seed, artist=HER, *, orientation=1):
    """Return a JPEG whose file names its photographer in every way a file can."""
    exif = Image.Exif()
    base = ExifTags.Base
    exif[base.Artist] = exif[base.Copyright] = artist.encode()
    exif[base.XPAuthor] = artist.encode("utf-16-le")
    exif[base.Orientation] = orientation
    exif.get_ifd(ExifTags.IFD.Exif)[base.UserComment] = b"UNICODE\0" + artist.encode("utf-16-be")
    stream = io.BytesIO()
    with Image.open(io.BytesIO(cloth(seed, 320))) as image:
        image.save(stream, "JPEG", quality=90, exif=exif, comment=artist.encode(), xmp=xmp(artist))
    return stream.getvalue()


def xmp(artist):
    """Return XMP that writes a name in letters and in numbers."""
    numbers = "".join(f"&#x{ord(c):X};" for c in artist)
    said = f'<a b="{numbers}" c="{artist}"/>'
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{said}</x:xmpmeta>'.encode()


def leave_behind(path):
    """Delete from a database as programs do that do not write over what they delete."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("CREATE TABLE gone (text TEXT)")
        db.executemany("INSERT INTO gone VALUES (?)", [(HER * 100,)] * 200)
        db.commit()
        db.execute("DROP TABLE gone")
        db.commit()


class Village:
    """A home with a life behind it, in which she stands everywhere."""

    def __init__(self, folder):
        self.folder, self.home = folder, Home(folder / "home")
        self.run("init")
        self.site = SmallSite(self.home, self.application())
        self.ingest("first", self.first_rows())
        self.her = self.site.inside(HER)
        self.clerk = self.site.inside("田会计", Role.CURATOR)
        self.ingest("second", self.second_rows())
        self.studio()
        self.desk()
        with closing(open_catalogue(self.home)) as db:
            with change(db, "田会计") as this:
                about = Wording(f"{HER}住在寨子里", f"{ENGLISH} lives there")
                put_maker(this, Wording(HER, ENGLISH), about=about)
            undo_import(db, HER, list_imports(db)[0]["id"])
            self.maker = find_maker(db, Wording(HER)).id
        self.finish()
        self.known = self.ids()
        self.run("backup", folder / "before")
        for path in self.home.root.rglob("*.sqlite3"):
            leave_behind(path)

    def application(self):
        app = create_app(Settings(self.home))
        app.testing = True
        return app

    def run(self, *arguments):
        done = CliRunner().invoke(main, ["--home", str(self.home.root), *map(str, arguments)])
        assert done.exit_code == 0, done.output
        return done

    def finish(self):
        with closing(open_catalogue(self.home)) as db:
            assert finish_outbox(self.home, db) == []

    def ingest(self, name, rows):
        place = self.folder / name
        (place / HER).mkdir(parents=True)
        for number in HERS:
            (place / HER / f"{HER}-{number}.jpg").write_bytes(shot(number, orientation=number))
        (place / "worn.jpg").write_bytes(shot(5))
        (place / "others.jpg").write_bytes(shot(6, ENGLISH))
        (place / "plain.jpg").write_bytes(shot(7, OTHER))
        sheet(place / f"{HER}.csv", *rows)
        self.run("ingest", place, "--sheet", place / f"{HER}.csv", "--jobs", 1)
        shutil.rmtree(place)

    def first_rows(self):
        hers = [
            {
                "file": f"{HER}/{HER}-{number}.jpg" + (";worn:worn.jpg" if number == 1 else ""),
                "identifier": f"{HER}-{number}",
                "title_zh": f"{HER}的蝶帽{number}",
                "title_en": f"Cap by {ENGLISH}",
                "maker": HER,
                "meaning": f"{HER}说是妈妈",
                "meaning_by": HER,
                "motifs": "蝴蝶",
                "credit": f"{HER} / {ENGLISH}",
                "sale_url": f"{HER} https://weidian.com/item.html?itemID={number}",
                "handmade": "all",
                "collection": "caps",
                **YES,
            }
            for number in HERS[:2]
        ]
        theirs = {"maker": OTHER, "handmade": "all", **YES, "consent_by": OTHER}
        return [
            *hers,
            {"file": "others.jpg", "title_zh": f"{HER}教的围腰", "identifier": "o1"} | theirs,
            {"file": "plain.jpg", "title_zh": "围腰", "identifier": "o2"} | theirs,
        ]

    def second_rows(self):
        changed = [row | {"title_zh": f"{HER}改过的"} for row in self.first_rows()[:1]]
        new = [row | {"identifier": f"{HER}-3"} for row in self.first_rows()[1:2]]
        new[0]["file"] = f"{HER}/{HER}-3.jpg"
        return [*changed, *new]

    def studio(self):
        sent = shot(4)
        self.her.hand_in(sent, f"{HER}.jpg", title=f"{HER}新绣的", uses=["pictures", "name"],
                         given_by=HER)  # fmt: skip
        # A form she never finished: refused, with its photograph kept.
        self.her.hand_in(shot(8), "a.jpg", title="长" * 100)

    def desk(self):
        for work in self.site.works()[:2]:
            page = f"/zh/desk/works/{work.id}"
            words = {"title_zh": f"{HER}的围裙", "description_zh": f"问过{HER}"}
            self.clerk.post(f"{page}/edit", page, **words)
            self.clerk.post(
                f"{page}/consent", page, given_by=HER, how="voice", given_on="2021-01-01",
                uses=["name", "pictures"], helper="田会计", given_as="self",
                evidence=(io.BytesIO(b"ID3\x03\0\0\0\0\0\0" + HER.encode()), f"{HER}.mp3"),
            )  # fmt: skip
            self.clerk.post(f"{page}/take-down", page, scope="image", reason="先取下", word_of=HER)
            self.clerk.post(f"{page}/put-back", page, reason="放回", word_of=HER)

    def ids(self):
        with closing(open_catalogue(self.home)) as db:

            def column(sql):
                return [str(row[0]) for row in db.execute(sql).fetchall()]

            return {
                "work_id": column("SELECT DISTINCT record FROM changes WHERE kind = 'work'"),
                "photograph_id": column("SELECT id FROM photographs"),
                "maker_id": column("SELECT id FROM makers"),
                "slug": column("SELECT slug FROM collections"),
                "sha256": column(
                    "SELECT sha256 FROM photographs"
                    " UNION SELECT evidence FROM consents WHERE evidence IS NOT NULL"
                ),
            }

    def pictures(self, works):
        """Return the originals of some works."""
        store = OriginalStore(self.home.originals)
        made = (work for work in self.site.works() if work.id in works)
        return [store.read(each.sha256) for work in made for each in work.photographs]

    def starts(self, query):
        asked = [f"/zh/search?q={query}", f"/api/v1/search?q={query}", f"/en/search?q={query}"]
        return [*addresses_of(self.site.app, self.known), *asked]


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The village before anybody asks for anything."""
    return Village(tmp_path_factory.mktemp("village"))


@pytest.fixture
def village(lived, tmp_path):
    """A copy of it."""
    own = object.__new__(Village)
    own.__dict__.update(lived.__dict__)
    shutil.copytree(lived.folder, tmp_path / "v")
    own.folder, own.home = tmp_path / "v", Home(tmp_path / "v" / "home")
    own.site = SmallSite(own.home, own.application())
    own.her, own.clerk = own.site.inside(HER), own.site.inside("田会计", Role.CURATOR)
    # Somebody always has it open, so that nothing goes by itself with the last reader.
    with closing(open_catalogue(own.home)):
        yield own


def everything(village):
    """Search the home and the site as a visitor and as a clerk."""
    search = Search(SECRETS)
    search.home(village.home.root)
    for person in (village.site.visitor(), village.clerk):
        search.site(person.client, village.starts("nothing"))
    return search


def by_picture(village, content):
    """Return the works found by a picture."""
    sent = {"image": (io.BytesIO(content), "a.jpg")}
    answer = village.site.visitor().client.post("/api/v1/search/image", data=sent)
    return {hit["work"] for hit in answer.json["hits"] if hit["score"] > 0.9}


def erase_her(village):
    page = "/zh/studio/delete-everything"
    answer = village.her.post(page, sure="y")
    assert answer.status_code == 200
    village.finish()


def test_before_she_asks_she_is_found_everywhere(village):
    search = everything(village)

    for place in ("catalogue.sqlite3", "originals/", "index/text", "GET /zh/works/"):
        assert any(f"in {place}" in found for found in search.found), place
    with closing(open_catalogue(village.home)) as db:
        hers = set(works_of_maker(db, village.maker))
    assert by_picture(village, village.pictures(hers)[0]) & hers


def test_nothing_of_her_is_found_in_the_home_or_at_any_address(village):
    with closing(open_catalogue(village.home)) as db:
        hers = set(works_of_maker(db, village.maker))
    pictures = village.pictures(hers)
    erase_her(village)

    search = everything(village)
    copies, seen = alike(village.home.root, pictures)
    with closing(open_catalogue(village.home)) as db:
        assert pending(db, TaskKind.ERASE) == []
        assert list(verify_home(village.home, db)) == []
    asked = village.site.visitor().client.get(f"/api/v1/search?q={HER}").json
    nonsense = village.site.visitor().client.get("/api/v1/search?q=不可能有这个").json
    print(f"searched {search}; {seen} pictures compared")
    assert search.found == []
    assert copies == []
    assert (asked["total"], asked["hits"]) == (nonsense["total"], nonsense["hits"])
    assert not any(by_picture(village, picture) & hers for picture in pictures)
    # The pieces of others are still there, and found by name and picture.
    assert village.site.visitor().client.get("/api/v1/search?q=围腰").json["total"] == 2
    assert by_picture(village, shot(7, OTHER))


def test_a_later_backup_to_the_same_place_loses_her_too(village):
    erase_her(village)
    village.run("backup", village.folder / "before")

    search = Search(SECRETS)
    search.home(village.folder / "before")
    assert search.found == []


def test_an_older_backup_brought_back_does_not_bring_her_back(village):
    erase_her(village)
    search = Search(SECRETS)
    search.home(village.folder / "before")
    assert search.found != []
    village.run("restore", village.folder / "before", "--force")

    search = everything(village)
    assert search.found == []
    assert village.site.visitor().client.get("/api/v1/search?q=围腰").json["total"] == 2


def test_the_pictures_of_one_piece_are_in_no_file_any_more(village):
    work = next(work.id for work in village.site.works() if work.state is State.PUBLISHED)
    pictures = village.pictures({work})
    before = alike(village.home.root, pictures)[0]
    page = f"/zh/desk/works/{work}/delete"
    answer = village.clerk.post(page, uses=["pictures"], sure="y", word_of="本人")
    village.finish()

    assert answer.status_code == 200
    assert before != []
    assert alike(village.home.root, pictures)[0] == []
    photographs = [p.id for w in village.site.works() if w.id == work for p in w.photographs]
    assert photographs == []
    assert village.site.visitor().client.get(f"/zh/works/{work}").status_code == 410
