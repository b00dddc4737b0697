"""Searching by one's own photograph, by a photograph of the archive, by parts of either."""

import io
import os
import re
import shutil
import time
from contextlib import closing

import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.changes import change
from archive.home import Home
from archive.invitations import invite
from archive.judgements import judgements_of
from archive.outbox import TaskKind, enqueue
from archive.records import Scope
from archive.takedown import take_down
from archive.waiting_pictures import KEPT_S
from ingest.pictures import read_header
from tests.making import jpeg
from tests.web.conftest import make_gallery
from tests.web.drawn_gallery import HIDDEN, MOTIF_BOX, build_drawn_gallery, visitors_photograph
from tests.web.leaks.photographs import told_by_picture
from web.finishing import finish_outbox

MOTIF = "pct:" + ",".join(f"{100 * side:g}" for side in MOTIF_BOX)
_TITLES = re.compile(r'<li class="card hit".*?<h3><a href="[^"]*">([^<]*)', re.DOTALL)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return build_drawn_gallery(tmp_path_factory.mktemp("drawn"))


@pytest.fixture
def works(drawn):
    return drawn[1]


@pytest.fixture
def gallery(drawn, tmp_path):
    home = Home(tmp_path / "home")
    shutil.copytree(drawn[0].root, home.root)
    return make_gallery(home)


def send(gallery, content, **more):
    """Send a picture as the form does; returns where its results are."""
    answer = gallery.client.post(
        "/zh/search/picture", data={"image": (io.BytesIO(content), "苗绣.jpg"), **more}
    )
    assert answer.status_code == 303
    return answer.headers["Location"]


def titles(page):
    """Return the titles of what was found, in order."""
    return _TITLES.findall(page)


def photograph_of(gallery, work):
    with closing(open_catalogue(gallery.home)) as db:
        return db.execute("SELECT id FROM photographs WHERE work_id = ?", [work]).fetchone()[0]


def come_in(gallery, name, role):
    """Sign somebody in, in the gallery's own browser."""
    with closing(open_catalogue(gallery.home)) as db:
        invitation, _ = invite(db, "test", name, role, same_person=True)
    with gallery.client.session_transaction() as session:
        session["invitation"] = invitation


def token_of(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def test_a_box_on_ones_own_photograph_finds_the_piece_and_shows_where(gallery, works):
    here = send(gallery, visitors_photograph())

    page = gallery.page(f"{here}?region={MOTIF}")

    assert titles(page)[0] == "蝶帽"
    assert "同一块绣片，或同一个花样" in page
    card = page.split('<li class="card hit"')[1]
    assert re.search(r'<svg class="marks" viewBox="0 0 640 \d+"', card)
    assert '<rect class="mark"' in card
    assert "形状像" in card
    assert f'<image href="{here}/picture.webp"' in card


def test_the_results_have_an_address_that_gives_no_cookie_and_is_in_no_cache(gallery):
    here = send(gallery, visitors_photograph())

    first, again = gallery.client.get(here), gallery.client.get(here)

    assert (first.status_code, titles(first.text)) == (200, titles(again.text))
    assert "Set-Cookie" not in first.headers
    assert "no-store" in first.headers["Cache-Control"]
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert "一小时后自动删除" in first.text


def test_what_is_kept_of_a_photograph_is_a_small_copy_without_its_words(gallery):
    here = send(gallery, visitors_photograph())

    answer = gallery.client.get(f"{here}/picture.webp")

    header = read_header(answer.data)
    assert (header.width_px, header.height_px) == (1200, 900)
    assert told_by_picture(answer.data) == {}
    assert "no-store" in answer.headers["Cache-Control"]
    assert list(gallery.home.originals.rglob("苗绣*")) == []


def test_after_an_hour_the_photograph_is_gone_and_the_page_says_so(gallery):
    here = send(gallery, visitors_photograph())
    folder = gallery.home.waiting / "pictures" / here.rpartition("/")[2]
    os.utime(folder, (time.time() - KEPT_S - 1,) * 2)

    page, picture = gallery.client.get(here), gallery.client.get(f"{here}/picture.webp")

    assert (page.status_code, picture.status_code) == (404, 404)
    assert "那张照片已经删除了" in page.text


def test_squares_of_the_grid_stand_in_for_drawing(gallery):
    here = send(gallery, visitors_photograph())

    page = gallery.page(f"{here}?cell=5&cell=2")

    assert titles(page)[0] == "蝶帽"
    assert 'data-boxes="400,0,400,600 "' in page


def test_a_region_sent_with_the_photograph_stands_in_the_address(gallery):
    here = send(gallery, visitors_photograph(), region=[MOTIF, ""])

    assert here.endswith("?region=pct:30,25,42,45")


@pytest.mark.parametrize("query", ["region=1,2,3", "region=5000,0,9,9", "region=pct:0,0,0,0"])
def test_a_region_that_cannot_be_is_refused(gallery, query):
    here = send(gallery, visitors_photograph())

    assert gallery.client.get(f"{here}?{query}").status_code == 400


def test_a_box_on_a_work_looks_elsewhere_and_leads_back(gallery, works):
    page = gallery.page(f"/zh/search/picture?work={works['蝶帽']}&region=pct:20,20,60,60")

    assert "蝶帽" not in titles(page)
    assert set(titles(page)) == {"鱼帽", "龙帽"}
    assert f'href="/zh/works/{works["蝶帽"]}"' in page


def test_a_works_page_leads_to_drawing_on_its_photograph(gallery, works):
    page = gallery.page(f"/zh/works/{works['蝶帽']}")

    assert f'href="/zh/search/picture?work={works["蝶帽"]}"' in page


def test_a_photograph_nobody_may_see_cannot_be_searched_with(gallery, works):
    hidden = photograph_of(gallery, works[HIDDEN])

    for query in ("photo={}", "photo={}&region=pct:0,0,50,50", "photo={}&more={}"):
        asked, nothing = (
            gallery.client.get(f"/zh/search/picture?{query.replace('{}', photo)}")
            for photo in (hidden, "zzzzzz")
        )
        assert asked.status_code == 404
        assert asked.text.replace(hidden, "zzzzzz") == nothing.text


def test_one_taken_down_cannot_be_searched_with_any_more(gallery, works):
    path = f"/zh/search/picture?work={works['鱼帽']}&region=pct:10,10,50,50"
    before = gallery.status(path)
    gallery.change(take_down, works["鱼帽"], Scope.ALL, "a wish")

    assert (before, gallery.status(path)) == (200, 404)


def test_filters_narrow_what_a_picture_finds_and_keep_the_box(gallery, works):
    here = send(gallery, visitors_photograph())

    page = gallery.page(f"{here}?region={MOTIF}&motif=fish")

    assert titles(page) == ["鱼帽"]
    off = re.search(r'<a class="chip on" href="([^"]*)" aria-label="去掉条件：鱼纹">', page)
    assert off[1] == f"{here}?region={MOTIF}#results"


def test_a_word_about_a_hit_is_listed_and_can_be_taken_back(gallery, works):
    photo = photograph_of(gallery, works["鱼帽"])
    here = send(gallery, visitors_photograph())
    before = gallery.page(f"{here}?region={MOTIF}")

    said = re.search(r'href="([^"]*less=' + photo + r'[^"]*)"', before)[1].replace("&amp;", "&")
    after = gallery.page(said)

    assert "不是：鱼帽" in after
    back = re.search(r'<a class="chip" href="([^"]*)"[^>]*aria-label="收回：鱼帽"', after)[1]
    assert "less=" not in back


def test_a_word_about_a_photograph_nobody_may_see_changes_nothing(gallery, works):
    hidden = photograph_of(gallery, works[HIDDEN])
    path = f"/zh/search/picture?work={works['蝶帽']}&region=pct:20,20,60,60"
    plain = gallery.page(path)

    for name in ("more", "less"):
        page = gallery.page(f"{path}&{name}={hidden}")
        assert (titles(page), "你说过的" in page) == (titles(plain), False)


def test_the_word_of_somebody_who_came_in_is_kept_and_heard(gallery, works):
    come_in(gallery, "石阿婆", Role.MAKER)
    query, shown = (photograph_of(gallery, works[name]) for name in ("蝶帽", "龙帽"))
    path = f"/zh/search/picture?work={works['蝶帽']}&region=100,100,300,300"
    page = gallery.page(path)
    form = re.search(r'<form class="hit-words" action="([^"]*)"', page)[1].replace("&amp;", "&")
    fields = {"shown": shown, "region": "100,100,300,300", "csrf_token": token_of(page)}

    answer = gallery.client.post(form, data=fields | {"verdict": "not alike"})

    assert answer.status_code == 303
    assert f"less={shown}" in answer.headers["Location"]
    with closing(open_catalogue(gallery.home)) as db:
        (kept,) = judgements_of(db, query)
    assert (kept.shown, kept.verdict, kept.speaker) == (shown, "not alike", "石阿婆")
    assert kept.region == (100, 100, 300, 300)


@pytest.mark.parametrize(("role", "status"), [(None, 403), (Role.MAKER, 404)])
def test_nobody_judges_what_she_may_not_see(gallery, works, role, status):
    if role:
        come_in(gallery, "石阿婆", role)
    gallery.app.config["WTF_CSRF_ENABLED"] = False
    hidden = photograph_of(gallery, works[HIDDEN])

    answer = gallery.client.post(
        f"/zh/search/picture/said?work={works['蝶帽']}",
        data={"shown": hidden, "verdict": "alike"},
    )

    assert answer.status_code == status
    with closing(open_catalogue(gallery.home)) as db:
        assert judgements_of(db, hidden) == ()


def test_a_curator_can_record_where_the_motif_is(gallery, works):
    come_in(gallery, "田会计", Role.CURATOR)
    here = send(gallery, visitors_photograph())
    card = gallery.page(f"{here}?region={MOTIF}").split('<li class="card hit"')[1]

    action = re.search(r'action="([^"]*/occurrences)"', card)[1]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', card))
    answer = gallery.client.post(action, data=hidden | {"concept": "蝴蝶"})

    assert answer.status_code == 303
    page = gallery.page(f"/zh/works/{works['蝶帽']}")
    assert "花样在照片的哪里" in page


def test_erasing_takes_the_photographs_people_searched_with_along(gallery, works):
    here = send(gallery, jpeg("red", (200, 150)))
    with closing(open_catalogue(gallery.home)) as db:
        with change(db, "clerk") as this:
            enqueue(this.db, TaskKind.ERASE, '{"names": [], "works": []}')
        finish_outbox(gallery.home, db)

    assert gallery.status(here) == 404
