import io
import json
import re

import pytest

from archive.access import Role
from archive.catalogue import open_catalogue
from archive.changes import change
from archive.clock import today
from archive.curated import put_collection
from archive.records import Collection, Photograph, State, Work
from archive.vocabulary import load_shipped
from archive.wording import Wording
from archive.work_parts import put_collections
from archive.works import publish_work
from search.results import FacetCount, Hit, Reason, SearchResult
from tests.web.small_site import jpeg, make_site
from web.finishing import finish_outbox
from web.json_shapes import search_json
from web.openapi import openapi


@pytest.fixture
def site(tmp_path):
    return make_site(tmp_path)


def publish(site, colour: str, **fields) -> str:
    """Hand a piece in, publish it, and return its id."""
    name = fields.pop("by", "李阿姨")
    site.inside(name).hand_in(jpeg(colour), **({"handmade": "all"} | fields))
    work = site.works()[-1].id
    db = open_catalogue(site.home)
    with change(db, "clerk") as this:
        publish_work(this, work)
    db.close()
    return work


@pytest.fixture
def work(site):
    return publish(
        site,
        "red",
        title="我的帽",
        motif_words="蝴蝶",
        uses=["pictures", "name", "sale"],
        sale_text="https://weidian.com/item.html?itemID=12 李阿姨的电话 139",
        availability="for sale",
    )


@pytest.fixture
def get(site):
    client = site.app.test_client()
    return lambda path: client.get(f"/api/v1/{path}")


def test_a_work_tells_what_was_agreed_to_and_no_more(get, work):
    told = get(f"works/{work}").get_json()

    assert told["title"] == {"zh": "我的帽", "en": ""}
    assert told["makers"][0]["name"]["zh"] == "李阿姨"
    assert told["concepts"]["motif"] == [
        {"id": "motif/butterfly", "label": {"zh": "蝴蝶纹", "en": "butterfly"}}
    ]
    assert told["sale_links"][0]["url"] == "https://weidian.com/item.html?itemID=12"
    assert "139" not in json.dumps(told)
    assert not {"created_by", "consents"} & set(told)


def test_without_consent_for_the_name_no_answer_holds_it(site, get):
    work = publish(site, "blue", by="石阿婆", uses=["pictures"])

    answers = [get(path).text for path in (f"works/{work}", "works", "makers", "search?q=")]

    assert not any("石阿婆" in answer for answer in answers)


def test_a_draft_is_not_there_for_anybody_not_even_a_curator(site):
    site.inside("李阿姨").hand_in(jpeg(), uses=["pictures"])
    (draft,) = site.works()
    curator = site.inside("田会计", Role.CURATOR)

    answer = curator.client.get(f"/api/v1/works/{draft.id}")

    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert curator.client.get("/api/v1/works").get_json()["works"] == []


def test_a_taken_down_work_shows_nothing_but_its_tombstone(site, get, work):
    db = open_catalogue(site.home)
    db.execute(
        "UPDATE works SET state = 'withdrawn', listed = 0, tombstone_at = '2026-01-01',"
        " takedown_scope = 'all', tombstone_reason = 'wish' WHERE id = ?",
        [work],
    )
    db.close()

    told = get(f"works/{work}").get_json()

    assert set(told) == {"id", "url", "state", "tombstone"}
    assert told["tombstone"] == {"reason": "wish", "at": "2026-01-01", "scope": "all"}


def test_works_come_in_pages_with_the_way_to_the_next(site, get):
    ids = [publish(site, colour, uses=["pictures"]) for colour in ("red", "lime", "blue")]

    first = get("works?limit=2").get_json()
    second = get(first["next"].partition("/api/v1/")[2]).get_json()

    assert [w["id"] for w in first["works"] + second["works"]] == ids[::-1]
    assert (first["total"], second["next"]) == (3, None)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "limit=²", "limit=0000000899", "offset=-1"]
)
def test_a_page_that_cannot_be_is_refused_with_problem_details(get, query):
    answer = get(f"works?{query}")

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.get_json()["status"] == 400


def test_makers_are_those_whom_a_public_work_names(site, get, work):
    publish(site, "blue", by="石阿婆", uses=["pictures"])

    told = get("makers").get_json()

    assert [(m["name"]["zh"], m["works"]) for m in told["makers"]] == [("李阿姨", [work])]
    maker = told["makers"][0]["id"]
    assert get(f"makers/{maker}").get_json()["works"] == [work]


def test_a_maker_nobody_may_name_is_not_found(site, get):
    work = publish(site, "blue", by="石阿婆", uses=["pictures"])
    maker = site.work(work).credits[0].maker.id

    assert get(f"makers/{maker}").status_code == 404


def test_a_collection_lists_its_public_works_only(site, get, work):
    site.inside("石阿婆").hand_in(jpeg("blue"))
    draft = site.works()[-1].id
    db = open_catalogue(site.home)
    with change(db, "clerk") as this:
        put_collection(this, Collection("hats", Wording("帽", "Hats")))
        put_collections(this, work, ["hats"])
        put_collections(this, draft, ["hats"])
    db.close()

    assert get("collections/hats").get_json()["works"] == [work]
    assert [c["slug"] for c in get("collections").get_json()["collections"]] == ["hats"]
    assert get("collections/none").status_code == 404


def test_concepts_come_whole_or_by_vocabulary(get):
    whole = get("concepts").get_json()["concepts"]
    motifs = get("concepts?scheme=motif").get_json()["concepts"]

    assert {c["scheme"] for c in motifs} == {"motif"}
    assert len(whole) > len(motifs)
    assert get("concepts/motif/butterfly").get_json()["label"]["zh"] == "蝴蝶纹"
    assert get("concepts/motif/none").status_code == 404
    assert get("concepts?scheme=none").status_code == 400


def test_a_picture_to_search_with_is_checked_and_not_kept(site):
    client = site.app.test_client()
    send = {"image": (io.BytesIO(jpeg()), "苗绣.jpg"), "limit": "5"}
    bad = {"image": (io.BytesIO(b"<html>"), "a.jpg")}

    good, broken = (client.post("/api/v1/search/image", data=data) for data in (send, bad))
    missing = client.post("/api/v1/search/image")

    assert good.status_code == 200
    assert good.get_json()["query"]["image"] == "苗绣.jpg"
    assert (broken.status_code, missing.status_code) == (400, 400)
    assert [path for path in site.home.originals.rglob("*") if path.is_file()] == []


def test_any_site_may_read_and_none_may_write(site, get):
    assert get("works").headers["Access-Control-Allow-Origin"] == "*"
    posted = site.app.test_client().post("/api/v1/works")
    assert posted.status_code == 405
    assert "Access-Control-Allow-Origin" not in posted.headers


def test_the_description_and_the_routes_say_the_same(site):
    routes = {
        re.sub(r"<(?:\w+:)?(\w+?)(?:_id)?>", r"{\1}", rule.rule.removeprefix("/api/v1"))
        for rule in site.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }

    assert routes == set(openapi("https://x.example")["paths"])


def test_every_reference_in_the_description_leads_somewhere(get):
    told = get("openapi.json").get_json()
    references = set(re.findall(r'"#/components/(\w+)/(\w+)"', json.dumps(told)))

    assert references
    for kind, name in references:
        assert name in told["components"][kind]


def test_a_hit_has_the_shape_of_the_contract():
    photograph = Photograph("p1", "w1", "whole", "a" * 64, "苗绣.jpg", "image/jpeg", 40, 30, 9)
    work = Work("w1", "A1", State.PUBLISHED, today(), "", today(), photographs=(photograph,))
    hit = Hit("w1", 0.5, (Reason("shape", 1.0),), "p1", (1, 2, 3, 4), (5, 6, 7, 8), 1)
    unseen = Hit("w2", 0.4, (Reason("shape", 1.0),))
    facets = {"motif": (FacetCount("motif/butterfly", 1),), "maker": (FacetCount("m1", 1),)}
    result = SearchResult(2, (hit, unseen), facets)

    told = search_json(
        result, [work], load_shipped(), {"q": "x"}, 1.25, "https://x", {"m1": Wording("李", "Li")}
    )

    assert told == {
        "query": {"q": "x"},
        "total": 2,
        "hits": [
            {
                "work": "w1",
                "identifier": "A1",
                "title": {"zh": "", "en": ""},
                "photo": "p1",
                "file": "苗绣.jpg",
                "score": 0.5,
                "region": [1, 2, 3, 4],
                "query_region": [5, 6, 7, 8],
                "part": 1,
                "reasons": [{"kind": "shape", "weight": 1.0}],
                "url": "https://x/works/w1",
            }
        ],
        "facets": {
            "motif": [
                {
                    "value": "motif/butterfly",
                    "label": {"zh": "蝴蝶纹", "en": "butterfly"},
                    "count": 1,
                }
            ],
            "maker": [{"value": "m1", "label": {"zh": "李", "en": "Li"}, "count": 1}],
        },
        "took_ms": 1.2,
    }


def test_a_work_is_compared_by_a_region_of_its_photograph(site, get, work):
    other = publish(site, "blue", uses=["pictures"])
    db = open_catalogue(site.home)
    finish_outbox(site.home, db)
    db.close()

    told = get(f"works/{work}/similar?region=pct:10,10,80,80&region=0,0,20,20").get_json()
    refused = get(f"works/{work}/similar?region=9,9")

    assert [hit["work"] for hit in told["hits"]] == [other]
    assert told["query"]["regions"] == [[5, 3, 38, 26], [0, 0, 20, 20]]
    assert (refused.status_code, refused.mimetype) == (400, "application/problem+json")


def test_a_photograph_of_another_work_is_none_of_this_one(site, get, work):
    other = publish(site, "blue", uses=["pictures"])
    photo = site.work(other).photographs[0].id

    assert get(f"works/{work}/similar?photo={photo}&region=pct:0,0,50,50").status_code == 404


def test_a_picture_is_searched_by_several_regions_and_narrowed(site):
    client = site.app.test_client()
    image = {"image": (io.BytesIO(jpeg(size=(200, 100))), "a.jpg")}

    told = client.post(
        "/api/v1/search/image?motif=fish",
        data=image | {"region": ["pct:0,0,50,100", "100,0,100,100"], "more": "nobody"},
    ).get_json()

    assert told["query"]["regions"] == [[0, 0, 100, 100], [100, 0, 100, 100]]
    assert told["query"]["where"] == [["motif", "fish"]]


@pytest.mark.parametrize(
    "query", ["", "c=red", "c=12345", "c=c8102e&share=101", "c=c8102e&share=x"]
)
def test_a_colour_that_cannot_be_is_refused_with_problem_details(get, query):
    answer = get(f"search/colour?{query}")

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
