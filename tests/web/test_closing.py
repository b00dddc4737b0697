import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.changes import change
from archive.editing import edit_work
from archive.records import Statement
from archive.works import publish_work
from tests.web.small_site import jpeg, make_site
from web.finishing import finish_outbox

REASON = "家里人请先不要放"


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


@pytest.fixture
def clerk(site):
    return site.inside("田会计", Role.CURATOR)


def published(site, *uses):
    """Hand in a piece and publish it; returns its id."""
    site.inside("李阿姨").hand_in(jpeg(), title="我的帽", uses=list(uses))
    work = site.works()[0].id
    db = open_catalogue(site.home)
    with change(db, "田会计") as this:
        edit_work(this, work, [Statement("handmade", "李阿姨", "2026-01-01", "all", origin="desk")])
        publish_work(this, work)
    finish_outbox(site.home, db)
    db.close()
    return work


@pytest.fixture
def work(site):
    return published(site, "pictures", "name")


def do(clerk, work, act, **fields):
    page = f"/zh/desk/works/{work}"
    return clerk.post(f"{page}/{act}", page, **fields)


def seen(site, address):
    return site.visitor().client.get(address)


@pytest.mark.parametrize("scope", ["all", "image", "metadata"])
def test_a_work_taken_down_leaves_the_lists_and_says_why_on_its_page(site, clerk, work, scope):
    assert "我的帽" in seen(site, "/zh/works/").text
    picture = f"/images/{site.work(work).photographs[0].id}/320.webp"

    do(clerk, work, "take-down", scope=scope, reason=REASON)

    page = seen(site, f"/zh/works/{work}")
    assert page.status_code == (410 if scope == "all" else 200)
    assert REASON in page.text
    assert ("我的帽" in page.text) is (scope == "image")
    assert seen(site, picture).status_code == (200 if scope == "metadata" else 404)
    assert "我的帽" not in seen(site, "/zh/works/").text
    assert work not in seen(site, "/api/v1/works").text
    assert seen(site, f"/api/v1/works/{work}").json["tombstone"]["scope"] == scope


def test_it_can_be_put_back_from_the_desk(site, clerk, work):
    do(clerk, work, "take-down", scope="all", reason=REASON)
    assert "放回去" in clerk.client.get(f"/zh/desk/works/{work}").text

    do(clerk, work, "put-back", reason="说好了")

    assert "我的帽" in seen(site, "/zh/works/").text


def test_an_embargo_says_the_day_and_ends_when_told(site, clerk, work):
    do(clerk, work, "embargo", until="2098-05-01", reason="先办展览")

    page = seen(site, f"/zh/works/{work}")
    assert "2098" in page.text
    assert "我的帽" not in page.text
    assert "我的帽" not in seen(site, "/zh/works/").text
    do(clerk, work, "open", reason="展览办完了")
    assert "我的帽" in seen(site, "/zh/works/").text


@pytest.mark.parametrize(
    ("act", "fields", "sentence"),
    [
        ("take-down", {"scope": "all", "reason": ""}, "请写明原因"),
        ("take-down", {"scope": "half", "reason": "x"}, ""),
        ("embargo", {"until": "2020-01-01", "reason": "x"}, "还没到的日子"),
        ("embargo", {"until": "", "reason": "x"}, "请写明到哪一天"),
    ],
)
def test_what_is_missing_is_said_and_nothing_happens(site, clerk, work, act, fields, sentence):
    assert do(clerk, work, act, **fields).status_code == 303

    assert sentence in clerk.client.get(f"/zh/desk/works/{work}").text
    assert "我的帽" in seen(site, "/zh/works/").text


@pytest.mark.parametrize("act", ["take-down", "put-back", "embargo", "open"])
def test_only_staff_close_and_open(site, work, act):
    for who in (site.inside("石阿婆"), site.inside("学者", Role.RESEARCHER)):
        token = who.token("/zh/search/picture") if who.link == "" else None
        data = {"csrf_token": token or "", "reason": REASON, "scope": "all", "until": "2098-01-01"}
        answer = who.client.post(f"/zh/desk/works/{work}/{act}", data=data)
        assert answer.status_code in {400, 403}
    assert "我的帽" in seen(site, "/zh/works/").text


def test_a_researcher_finds_what_was_agreed_to_for_research_only(site):
    work = published(site, "research", "name")
    scholar = site.inside("学者", Role.RESEARCHER).client

    assert work not in seen(site, "/zh/search?q=我的帽").text
    assert seen(site, f"/zh/works/{work}").status_code == 404
    assert scholar.get(f"/zh/works/{work}").status_code == 200
    assert work in scholar.get("/zh/search?q=我的帽").text
    picture = f"/images/{site.work(work).photographs[0].id}/320.webp"
    assert scholar.get(picture).status_code == 200
    assert seen(site, picture).status_code == 404
    assert work not in scholar.get("/api/v1/search?q=我的帽").text
