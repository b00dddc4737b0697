import re

import pytest

from archive.errors import BadInput
from ingest.features.colour import lab_of_hex
from tests.web.conftest import said
from web.asked_colours import AskedColour, asked_colours, colours_url, wanted


def asked(gallery, query):
    with gallery.app.test_request_context(f"/zh/search/colour?{query}"):
        return asked_colours()


def test_colours_come_with_their_shares_in_order(gallery):
    colours = asked(gallery, "c=1F3A6E&share=60&c=%23c8102e&share=0")

    assert colours == (AskedColour("1f3a6e", 60), AskedColour("c8102e", 0))
    assert [(w.lab, w.share) for w in wanted(colours)] == [
        (lab_of_hex("1f3a6e"), 0.6),
        (lab_of_hex("c8102e"), None),
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("c=&c=1f3a6e", ["1f3a6e"]),
        ("c=1f3a6e&c=1F3A6E", ["1f3a6e"]),
        ("c=111111&c=222222&c=333333&c=444444", ["111111", "222222", "333333"]),
        ("picked=%23aabb22", []),
        ("own=1&picked=%23aabb22", ["aabb22"]),
    ],
)
def test_at_most_three_count_and_a_picked_one_only_when_ticked(gallery, query, codes):
    assert [each.hex for each in asked(gallery, query)] == codes


@pytest.mark.parametrize("query", ["c=red", "c=12345", "c=1f3a6e&share=x", "c=1f3a6e&share=101"])
def test_what_is_no_colour_is_refused(gallery, query):
    with pytest.raises(BadInput):
        asked(gallery, query)


def test_an_address_made_of_colours_asks_for_them_again(gallery):
    colours = (AskedColour("1f3a6e", 60), AskedColour("c8102e"))
    with gallery.app.test_request_context("/zh/"):
        path = colours_url(colours)

    assert asked(gallery, path.partition("?")[2]) == colours


def test_the_dyes_are_offered_by_name_and_nothing_is_searched_for(gallery):
    page = gallery.page("/zh/search/colour")

    assert re.search(r'name="c" value="1f3a6e">\s*<svg.*?</svg> <span>靛蓝', page, re.DOTALL)
    assert 'id="results"' not in page


def test_a_works_measured_colours_lead_to_a_search_by_them(gallery):
    page = gallery.page(f"/zh/works/{gallery.put('red')}")

    assert re.search(r'href="/zh/search/colour\?c=[0-9a-f]{6}"', page)


def test_a_search_by_colour_finds_the_dye_and_claims_no_likeness_of_shape(gallery):
    gallery.put("#c8102e", statements=(said("title", "红帽", lang="zh"),))
    gallery.put("#1f3a6e", statements=(said("title", "蓝帽", lang="zh"),))

    page = gallery.page("/zh/search/colour?c=1f3a6e&share=60")
    told = gallery.client.get("/api/v1/search/colour?c=1f3a6e&share=60").get_json()

    titles = re.findall(r'<li class="card hit".*?<h3><a href="[^"]*">([^<]*)', page, re.DOTALL)
    assert titles[0] == told["hits"][0]["title"]["zh"] == "蓝帽"
    assert "同一块绣片" not in page
    assert told["query"]["colours"] == [{"c": "1f3a6e", "share": 60}]
