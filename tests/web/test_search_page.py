import io
import re

import pytest

from archive.changes import change
from archive.consent.ending import end_uses
from archive.curated import put_collection
from archive.drafts import CreditDraft
from archive.records import Collection
from archive.wording import Wording
from tests.making import encoded, jpeg, picture
from tests.web.conftest import said
from web import picture_queries


def hits(page):
    """Return the titles of the cards of a page."""
    return re.findall(r'<h3><a href="[^"]*">([^<]*)', page)


@pytest.fixture
def three(gallery, butterfly):
    gallery.put(
        "blue",
        statements=(
            said("title", "鱼帽", lang="zh"),
            said("motif", concept="motif/fish"),
            said("technique", concept="technique/flat-stitch"),
        ),
    )
    gallery.put(
        "green",
        statements=(
            said("title", "鸟帽", lang="zh"),
            said("motif", concept="motif/bird"),
            said("technique", concept="technique/cross-stitch"),
        ),
    )


@pytest.mark.parametrize("words", ["蝴蝶", "蝶", "hudie", "butterfly", "蝴蝶紋"])
def test_words_in_any_tongue_find_the_work(gallery, three, words):
    page = gallery.page(f"/zh/search?q={words}")

    assert hits(page) == ["蝶帽"]


def test_values_of_one_field_widen_and_fields_narrow(gallery, three):
    either = hits(gallery.page("/zh/search?motif=butterfly&motif=fish"))
    both = hits(gallery.page("/zh/search?motif=fish&motif=bird&technique=flat-stitch"))

    assert sorted(either) == ["蝶帽", "鱼帽"]
    assert both == ["鱼帽"]


def test_a_facet_value_knows_its_name_count_and_link(gallery, three):
    page = gallery.page("/zh/search?technique=flat-stitch")

    link = re.search(r'<a class="facet" href="([^"]*)"[^>]*><span class="label">鱼纹</span>', page)
    assert link[1] == "/zh/search?technique=flat-stitch&amp;motif=fish"
    assert re.search(r'鱼纹</span> <span class="count">1</span>', page)


def test_values_beside_one_in_use_are_still_offered(gallery, three):
    page = gallery.page("/zh/search?motif=fish")

    assert '<span class="label">蝴蝶纹</span>' in page


def test_a_filter_in_use_has_a_link_without_it(gallery, three):
    page = gallery.page("/zh/search?q=帽&motif=fish&technique=flat-stitch")

    chip = re.search(r'<a class="chip on" href="([^"]*)" aria-label="去掉条件：鱼纹">', page)
    assert chip[1].replace("%E5%B8%BD", "帽") == "/zh/search?q=帽&amp;technique=flat-stitch"


def test_nothing_found_says_what_to_try(gallery, three):
    page = gallery.page("/zh/search?q=xyzzyplugh")

    assert "换一个说法试试" in page


def test_a_private_work_is_neither_found_nor_counted(gallery, three):
    gallery.put("white", uses=(), statements=(said("motif", concept="motif/dragon"),))

    page = gallery.page("/zh/search")

    assert "找到 3 件" in page
    assert "龙纹" not in page


def test_odd_arguments_do_no_harm(gallery, three):
    for query in ("page=-1", "page=x", "page=999", "motif=", "motif=nope", "maker=%00", "q=%22("):
        assert gallery.client.get(f"/zh/search?{query}").status_code == 200


def test_a_search_without_an_index_says_so(gallery):
    page = gallery.page("/zh/search?q=蝶")

    assert "索引正在建立" in page


def test_ones_own_picture_finds_works_and_gives_no_cookie(gallery, butterfly):
    sent = {"image": (io.BytesIO(jpeg("red", (200, 150))), "phone.jpg")}

    answer = gallery.client.post("/zh/search/picture", data=sent)
    found = gallery.client.get(answer.headers["Location"])

    assert (answer.status_code, found.status_code) == (303, 200)
    assert hits(found.text) == ["蝶帽"]
    assert "Set-Cookie" not in [*answer.headers.keys(), *found.headers.keys()]


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused_in_words(gallery, content):
    sent = {"image": (io.BytesIO(content), "a.jpg")}

    answer = gallery.client.post("/zh/search/picture", data=sent)

    assert answer.status_code == 400
    assert "这张照片读不出来" in answer.text


def test_a_maker_whom_no_public_work_names_is_not_named_by_asking_for_her(gallery, three, db):
    named = (CreditDraft(name=Wording("绣娘丁")),)
    gallery.put("white", uses=(), publish=False, credits=named)
    gallery.put("gray", uses=("pictures",), credits=named)
    (maker,) = db.execute("SELECT id FROM makers WHERE name_zh = '绣娘丁'").fetchone()

    page = gallery.page(f"/zh/search?maker={maker}")

    assert "绣娘丁" not in page
    assert 'aria-label="去掉条件：绣娘"' in page
    assert "绣娘丁" not in gallery.client.get(f"/api/v1/search?maker={maker}").text


def test_a_collection_without_public_works_is_not_named_by_asking_for_it(gallery, three):
    gallery.put("white", uses=(), collections=("secret",))
    gallery.change(put_collection, Collection("secret", Wording("还没有说出来的专题")))

    page = gallery.page("/zh/search?collection=secret")

    assert "还没有说出来的专题" not in page
    assert 'aria-label="去掉条件：专题"' in page


def test_a_name_taken_back_is_gone_from_the_facets_before_the_index_knows(
    gallery, three, butterfly, db
):
    before = gallery.page("/zh/search"), gallery.client.get("/api/v1/search").text
    with change(db, "clerk") as this:
        end_uses(this, butterfly, ["name"])
    after = gallery.page("/zh/search"), gallery.client.get("/api/v1/search").text

    assert ["绣娘甲" in text for text in (*before, *after)] == [True, True, False, False]
    assert gallery.client.get("/api/v1/search").get_json()["facets"]["maker"] == []


@pytest.mark.parametrize(
    ("path", "words"),
    [("/zh/search/picture", "26 megapixels"), ("/api/v1/search/image", "26 mega")],
)
def test_a_small_file_with_many_pixels_is_not_decoded(gallery, path, words):
    bomb = encoded(picture(0, (5200, 5000), "1"), "PNG")

    answer = gallery.client.post(path, data={"image": (io.BytesIO(bomb), "a.png")})

    assert answer.status_code == 400
    assert words in answer.text
    assert len(bomb) < 10_000


@pytest.mark.parametrize(
    ("path", "words", "done"),
    [("/zh/search/picture", "请过几秒再试一次", 303), ("/api/v1/search/image", "try again", 200)],
)
def test_while_another_picture_is_looked_at_one_is_asked_to_come_back(
    gallery, monkeypatch, path, words, done
):
    monkeypatch.setattr(picture_queries, "_LONGEST_WAIT_S", 0.01)
    with picture_queries._decoding:
        busy = gallery.client.post(path, data={"image": (io.BytesIO(jpeg()), "a.jpg")})
    free = gallery.client.post(path, data={"image": (io.BytesIO(jpeg()), "a.jpg")})

    assert (busy.status_code, free.status_code) == (503, done)
    assert int(busy.headers["Retry-After"]) > 0
    assert words in busy.text
