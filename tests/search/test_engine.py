import io
import random
import shutil
import threading
from contextlib import closing
from dataclasses import replace

import pytest
from PIL import Image

from archive.catalogue import open_catalogue
from archive.changes import change
from archive.derivatives import DerivativeStore
from archive.drafts import CreditDraft
from archive.errors import BadInput
from archive.features import read_features
from archive.home import Home
from archive.loading import load_work
from archive.originals import OriginalStore
from archive.records import Statement
from archive.wording import Wording
from archive.works import put_work
from ingest.querying import measured_picture
from ingest.queue import named_colours
from search.engine import SearchEngine
from search.refreshing import rebuild_indexes
from search.results import FacetCount, Reason, SearchResult
from search.visual import Part
from tests.making import HANDMADE, agreed, draft, encoded, kept_work
from web.finishing import finish_outbox

OPEN = {"consent": agreed("pictures", "name"), "publish": True}


def cloth(seed):
    """Return a picture with detail of its own: noise, always the same for a seed."""
    chance = random.Random(seed)
    small = Image.new("RGB", (24, 24))
    small.putdata([tuple(chance.randrange(256) for _ in range(3)) for _ in range(24 * 24)])
    return encoded(small.resize((384, 384), Image.Resampling.NEAREST), "PNG")


@pytest.fixture(scope="module")
def answering(tmp_path_factory, empty_home):
    """An archive of two public works and a draft, everything indexed."""
    home = Home(tmp_path_factory.mktemp("engine") / "home")
    shutil.copytree(empty_home.root, home.root)
    with closing(open_catalogue(home)) as db:
        said = (
            Statement("title", "clerk", "2026-01-01", "蝶帽", "zh"),
            Statement("motif", "clerk", "2026-01-01", concept="motif/butterfly"),
            HANDMADE,
        )
        named = (CreditDraft(name=Wording("何阿姨")),)
        works = [
            kept_work(home, db, cloth(1), identifier="1", credits=named, statements=said, **OPEN),
            kept_work(home, db, cloth(2), identifier="2", **OPEN),
            kept_work(home, db, cloth(3), identifier="3", credits=named),
        ]
        finish_outbox(home, db)
        photographs = [load_work(db, work).photographs[0] for work in works]
    return home, works, photographs


def features(home, photograph):
    return read_features(DerivativeStore(home.derivatives).features(photograph.sha256))


def test_words_find_works_and_count_their_facets(answering):
    home, works, _ = answering
    result = SearchEngine(home).by_words("蝴蝶", audience="public")

    assert [hit.work for hit in result.hits] == [works[0]]
    assert result.hits[0].reasons == (Reason("text", 1.0),)
    assert result.total == 1
    assert FacetCount("motif/butterfly", 1) in result.facets["motif"]


def test_the_public_finds_no_draft_in_hits_totals_or_counts(answering):
    home, works, _ = answering
    engine = SearchEngine(home)
    public, desk = (engine.by_words("", audience=each) for each in ("public", "desk"))

    assert {hit.work for hit in public.hits} == set(works[:2])
    assert {hit.work for hit in desk.hits} == set(works)
    assert [count.count for count in public.facets["maker"]] == [1]
    assert [count.count for count in desk.facets["maker"]] == [2]


def test_a_page_is_a_part_of_the_whole_with_the_same_counts(answering):
    home, _, _ = answering
    engine = SearchEngine(home)
    whole = engine.by_words("", audience="desk", limit=None)
    pages = [engine.by_words("", audience="desk", limit=1, offset=n) for n in range(4)]

    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {page.total for page in pages} == {3}
    assert all(page.facets == whole.facets for page in pages)


def test_filters_narrow_words_and_pictures_alike(answering):
    home, works, photographs = answering
    engine = SearchEngine(home)
    where = [("motif", "butterfly")]
    by_picture = engine.by_picture(
        [Part(features(home, photographs[0]))], audience="public", where=where
    )

    by_words = engine.by_words("", audience="public", where=where)

    assert [hit.work for hit in by_words.hits] == [works[0]]
    assert {hit.work for hit in by_picture.hits} <= {works[0]}


def test_an_unknown_filter_is_refused_for_words_and_for_pictures(answering):
    home, _, photographs = answering
    engine = SearchEngine(home)

    with pytest.raises(BadInput, match="no filter"):
        engine.by_words("", audience="public", where=[("colr", "red")])
    asked = features(home, photographs[0])
    with pytest.raises(BadInput, match="no filter"):
        engine.by_picture([Part(asked)], audience="public", where=[("colr", "red")])


def test_a_turned_picture_of_a_work_finds_it_first(answering):
    home, works, photographs = answering
    image = Image.open(io.BytesIO(cloth(1))).rotate(90)
    with closing(open_catalogue(home)) as db:
        asked, _ = measured_picture(encoded(image, "PNG"), named_colours(db), None)
    result = SearchEngine(home).by_picture([Part(asked)], audience="public")

    assert result.hits[0].work == works[0]
    assert result.hits[0].photo == photographs[0].id
    assert 0 < result.hits[0].score <= 1
    assert sum(reason.weight for reason in result.hits[0].reasons) == pytest.approx(1)
    assert result.total == len(result.hits)


def test_the_public_is_never_shown_the_picture_of_a_draft(answering):
    home, works, photographs = answering
    asked = features(home, photographs[2])
    engine = SearchEngine(home)

    assert works[2] not in {
        hit.work for hit in engine.by_picture([Part(asked)], audience="public").hits
    }
    assert works[2] in {hit.work for hit in engine.by_picture([Part(asked)], audience="desk").hits}


def test_similar_works_leave_out_the_work_itself(answering):
    home, works, photographs = answering
    result = SearchEngine(home).similar(photographs[0].id, audience="public")

    assert works[0] not in {hit.work for hit in result.hits}
    assert SearchEngine(home).similar("000000", audience="public") == SearchResult(0, ())


def test_without_indexes_nothing_is_found_and_the_notice_says_why(home, db):
    engine = SearchEngine(home)
    result = engine.by_words("蝴蝶", audience="public")

    assert (result.total, result.hits) == (0, ())
    assert "being built" in result.notice


def test_an_engine_that_is_open_follows_a_rebuild(answering):
    home, works, photographs = answering
    engine = SearchEngine(home)
    asked = features(home, photographs[0])
    before = engine.by_picture([Part(asked)], audience="desk")
    with closing(open_catalogue(home)) as db:
        rebuild_indexes(home, db)

    assert engine.by_picture([Part(asked)], audience="desk").hits == before.hits
    assert {hit.work for hit in engine.by_words("", audience="desk").hits} == set(works)


def test_one_engine_answers_many_threads(answering):
    home, works, photographs = answering
    engine = SearchEngine(home)
    asked = features(home, photographs[0])
    found, problems = [], []

    def ask():
        try:
            found.append(engine.by_words("蝴蝶", audience="public").total)
            found.append(engine.by_picture([Part(asked)], audience="public").hits[0].work)
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert set(found) == {1, works[0]}


def test_a_photograph_the_public_may_not_see_is_not_found_by_its_picture(tmp_path, empty_home):
    home = Home(tmp_path / "home")
    shutil.copytree(empty_home.root, home.root)
    with closing(open_catalogue(home)) as db:
        store = OriginalStore(home.originals)
        whole, worn = cloth(11), cloth(12)
        for content in (whole, worn):
            store.store(content)
        with change(db, "clerk") as this:
            handed = draft(whole, worn, **OPEN)
            second = replace(handed.photographs[1], role="worn")
            put_work(this, replace(handed, photographs=(handed.photographs[0], second)))
        finish_outbox(home, db)
        (work,) = (row[0] for row in db.execute("SELECT id FROM works"))
        hidden = next(p for p in load_work(db, work).photographs if p.role == "worn")
    asked, engine = features(home, hidden), SearchEngine(home)

    public = engine.by_picture([Part(asked)], audience="public").hits
    desk = engine.by_picture([Part(asked)], audience="desk").hits

    assert desk[0].photo == hidden.id
    assert desk[0].score > 0.9
    assert hidden.id not in {hit.photo for hit in public}
