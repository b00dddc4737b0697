"""``xiupu search``."""

from tests.web.command_line import told

HIT = {
    *("work", "identifier", "title", "photo", "file", "score", "region", "reasons", "url"),
    *("query_region", "part"),
}


def test_search_by_words_tells_exactly_what_the_contract_says(filled_xiupu):
    result = filled_xiupu("search", "蝴蝶", "--json")
    (answer,) = told(result)
    (hit,) = answer["hits"]

    assert result.exit_code == 0
    assert set(answer) == {"query", "total", "hits", "facets", "took_ms"}
    assert set(hit) == HIT
    assert (hit["identifier"], hit["file"], hit["title"]) == (
        "1",
        "one.jpg",
        {"zh": "蝶帽", "en": "Cap"},
    )
    assert 0 <= hit["score"] <= 1
    assert hit["region"] is None
    assert hit["reasons"] == [{"kind": "text", "weight": 1.0}]
    assert set(answer["facets"]["motif"][0]) == {"value", "label", "count"}
    assert set(answer["facets"]["motif"][0]["label"]) == {"zh", "en"}


def test_search_by_pictures_tells_one_line_a_picture_in_order(filled_xiupu, cloths):
    (cloths / "words.jpg").write_text("dear diary")
    names = ["two.jpg", "words.jpg", "one.jpg", "gone.jpg"]
    images = [part for name in names for part in ("--image", cloths / name)]
    result = filled_xiupu("search", *images, "--json")
    answers = told(result)

    assert result.exit_code == 1
    assert [answer["query"]["image"] for answer in answers] == names
    assert ["error" in answer for answer in answers] == [False, True, False, True]
    assert [answer["hits"][0]["file"] for answer in answers if "error" not in answer] == [
        "two.jpg",
        "one.jpg",
    ]
    for answer in answers:
        assert set(answer) >= {"query", "total", "hits", "facets", "took_ms"}
        assert all(set(hit) == HIT for hit in answer["hits"])


def test_many_pictures_are_answered_in_order_too(filled_xiupu, cloths):
    images = [part for name in ["one", "two"] * 3 for part in ("--image", cloths / f"{name}.jpg")]
    result = filled_xiupu("search", *images, "--json", "--limit", 1)

    assert result.exit_code == 0
    assert [answer["hits"][0]["file"] for answer in told(result)] == ["one.jpg", "two.jpg"] * 3


def test_a_region_that_is_none_is_a_failure_of_its_picture(filled_xiupu, cloths):
    result = filled_xiupu("search", "--image", cloths / "one.jpg", "--region", "9,9", "--json")

    assert result.exit_code == 1
    assert "region" in told(result)[0]["error"]


def test_several_regions_of_a_picture_are_looked_for_together(filled_xiupu, cloths):
    regions = ("pct:10,10,60,60", "20,20,100,100")
    options = [part for region in regions for part in ("--region", region)]
    result = filled_xiupu("search", "--image", cloths / "one.jpg", *options, "--json")
    (answer,) = told(result)
    best = answer["hits"][0]

    assert result.exit_code == 0
    assert answer["query"]["regions"] == list(regions)
    assert (best["file"], best["part"] in {0, 1}) == ("one.jpg", True)
    left, top, width, height = best["query_region"]
    assert 0 <= left < left + width <= 240
    assert 0 <= top < top + height <= 240


def test_more_regions_than_are_looked_for_are_wrong_usage(filled_xiupu, cloths):
    options = [part for n in range(6) for part in ("--region", f"{n},0,50,50")]
    result = filled_xiupu("search", "--image", cloths / "one.jpg", *options)

    assert result.exit_code == 2
    assert "at most 5" in result.output


def test_search_narrows_by_field(filled_xiupu):
    assert told(filled_xiupu("search", "--where", "motif=butterfly", "--json"))[0]["total"] == 1
    assert told(filled_xiupu("search", "--json"))[0]["total"] == 2
    assert told(filled_xiupu("search", "--public", "--json"))[0]["total"] == 2
