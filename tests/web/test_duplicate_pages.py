import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.changes import change
from archive.duplicates import put_duplicates, same_photographs
from archive.judgements import judge
from archive.picture_records import PairFound
from archive.works import put_work
from tests.making import draft
from tests.making import jpeg as other_jpeg
from tests.web.small_site import jpeg, make_site

PAGE = "/zh/desk/duplicates"


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


@pytest.fixture
def clerk(site):
    return site.inside("田会计", Role.CURATOR)


@pytest.fixture
def pair(site):
    """Two photographs of two works that a program takes for one; returns their ids."""
    her = site.inside("李阿姨")
    for colour in ("red", "blue"):
        her.hand_in(jpeg(colour), title=f"{colour}帽")
    ids = [work.photographs[0].id for work in site.works()]
    found(site, ids)
    return ids


def found(site, ids):
    db = open_catalogue(site.home)
    put_duplicates(db, ids[0], [PairFound(ids[1], "same photograph", 0.97, "phash", "1")])
    db.close()


def answer(clerk, ids, verdict, **more):
    return clerk.post(PAGE, PAGE, one=ids[0], other=ids[1], verdict=verdict, **more)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ["red帽", "blue帽", "同一张照片（97 分"]), ("en", ["97 of 100", "Not the same"])],
)
def test_the_list_shows_both_with_their_works(clerk, pair, lang, words):
    page = clerk.client.get(f"/{lang}/desk/duplicates").text

    assert [word for word in words if word not in page] == []
    assert "只留" not in page


def test_a_no_is_remembered(site, clerk, pair):
    sent = answer(clerk, pair, "different")
    found(site, pair)

    assert sent.status_code == 303
    assert "现在没有要看的" in clerk.client.get(PAGE).text


def test_two_that_are_the_same_are_linked_on_the_desk(site, clerk, pair):
    answer(clerk, pair, "same")
    one, other = site.works()

    assert f"/zh/desk/works/{other.id}" in clerk.client.get(f"/zh/desk/works/{one.id}").text


def test_of_two_in_one_work_the_clerk_keeps_one(site, clerk):
    db = open_catalogue(site.home)
    with change(db, "clerk") as this:
        work = put_work(this, draft(other_jpeg("red"), other_jpeg("blue"))).work
    db.close()
    ids = [each.id for each in site.work(work).photographs]
    found(site, ids)
    page = clerk.client.get(PAGE).text
    answer(clerk, ids, "same", keep=ids[1])

    assert "只留右边那张" in page
    assert [each.id for each in site.work(work).photographs] == [ids[1]]
    assert "拿掉了重复的一张照片" in clerk.client.get(f"/zh/desk/works/{work}/history").text


def test_neither_of_two_works_loses_its_photograph_by_a_made_up_form(site, clerk, pair):
    sent = answer(clerk, pair, "same", keep=pair[0])

    assert "还没有存上" in clerk.client.get(sent.location).text
    assert [len(work.photographs) for work in site.works()] == [1, 1]


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"verdict": "perhaps"}, 400), ({"verdict": ""}, 400), ({"one": "n36qfm"}, 404)],
)
def test_what_cannot_be_answered_is_refused(clerk, pair, fields, status):
    sent = {"one": pair[0], "other": pair[1], "verdict": "same"} | fields

    assert clerk.post(PAGE, PAGE, **sent).status_code == status


def test_only_staff_see_the_list(site, pair):
    assert site.inside("石阿婆").client.get(PAGE).status_code == 403
    assert site.visitor().client.get(PAGE).status_code == 403


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_history_of_the_archive_tells_of_pairs_and_of_judgements(site, clerk, pair, lang):
    answer(clerk, pair, "same")
    db = open_catalogue(site.home)
    with change(db, "田会计") as this:
        said = judge(this, *pair, "not alike", region=(0, 0, 20, 20))
    linked = same_photographs(db, pair[0])
    db.close()
    page = clerk.client.get(f"/{lang}/desk/history").text
    own = clerk.client.get(f"/{lang}/desk/history/judgement/{said.id}").text

    assert list(linked) == [pair[1]]
    expected = {"zh": ("说了两张照片是不是同一张", "不像"), "en": ("are the same", "not alike")}
    assert expected[lang][0] in page
    assert expected[lang][1] in own
