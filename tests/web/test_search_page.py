import io
import re

import pytest

from tests.making import jpeg
from tests.web.conftest import said


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

    assert answer.status_code == 200
    assert hits(answer.text) == ["蝶帽"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_refused_in_words(gallery, content):
    sent = {"image": (io.BytesIO(content), "a.jpg")}

    answer = gallery.client.post("/zh/search/picture", data=sent)

    assert answer.status_code == 400
    assert "这张照片读不出来" in answer.text
