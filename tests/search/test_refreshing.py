import shutil
import subprocess
import sys

import pytest

from archive.changes import change
from archive.consent.consenting import withdraw_consents
from archive.drafts import CreditDraft
from archive.loading import load_work
from archive.originals import OriginalStore
from archive.outbox import TaskKind, pending
from archive.vocabulary.stored import load_vocabulary
from archive.wording import Wording
from archive.works import put_work, remove_work
from search.engine import SearchEngine
from search.refreshing import (
    IndexPaths,
    index_drift,
    index_problems,
    rebuild_indexes,
    refresh_indexes,
)
from tests.making import agreed, draft, jpeg, kept_work
from web.finishing import finish_outbox

OPEN = {"consent": agreed("pictures", "name"), "publish": True}


@pytest.fixture
def works(home, db):
    """Two public works with everything made and indexed."""
    named = (CreditDraft(name=Wording("何阿姨")),)
    ids = [
        kept_work(home, db, jpeg("red", (64, 64)), identifier="1", credits=named, **OPEN),
        kept_work(home, db, jpeg("blue", (64, 64)), identifier="2", **OPEN),
    ]
    finish_outbox(home, db)
    return ids


def found(home, query="", audience="public"):
    return {hit.work for hit in SearchEngine(home).by_words(query, audience=audience).hits}


def test_everything_is_indexed_once_and_the_outbox_is_empty(home, db, works):
    assert found(home) == set(works)
    assert db.table("outbox").count == 0
    assert index_problems(home) == {}
    assert list(index_drift(home, db)) == []
    assert refresh_indexes(home, db) == 0


def test_a_withdrawn_consent_takes_a_work_out_of_what_the_public_finds(home, db, works):
    with change(db, "desk") as this:
        withdraw_consents(this, works[0], "asked for")
    refresh_indexes(home, db)

    assert found(home) == {works[1]}
    assert found(home, "何阿姨") == set()
    assert found(home, "何阿姨", audience="desk") == {works[0]}
    assert list(index_drift(home, db)) == []


def test_a_removed_work_is_in_no_index(home, db, works):
    photographs = {p.id for p in load_work(db, works[0]).photographs}
    with change(db, "desk") as this:
        remove_work(this, works[0], "asked for")
    refresh_indexes(home, db)

    assert found(home, audience="desk") == {works[1]}
    assert IndexPaths(home).visual().photos().isdisjoint(photographs)
    assert list(index_drift(home, db)) == []


def test_work_that_fails_half_way_is_done_again(home, db, works, monkeypatch):
    with change(db, "clerk") as this:
        put_work(this, draft(jpeg("red", (64, 64)), identifier="1", licence="CC0", **OPEN))
    with monkeypatch.context() as patch:
        patch.setattr("search.facets.FacetStore.update", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            refresh_indexes(home, db)
    waiting = [task.record for task in pending(db, TaskKind.INDEX)]

    assert waiting == [works[0]]
    assert refresh_indexes(home, db) == 1
    assert list(index_drift(home, db)) == []


@pytest.mark.parametrize("name", ["text", "facets", "visual"])
def test_an_index_that_was_deleted_is_noticed_and_built_anew(home, db, works, name):
    for path in sorted(home.index.rglob("*"), reverse=True):
        if name in str(path.relative_to(home.index)) and path.is_file():
            path.unlink()
    problems = set(index_problems(home))
    refresh_indexes(home, db)

    assert problems == {name}
    assert index_problems(home) == {}
    assert list(index_drift(home, db)) == []


def test_a_rebuild_gives_the_same_answers(home, db, works):
    before = found(home), found(home, "何阿姨"), IndexPaths(home).visual().photos()

    assert rebuild_indexes(home, db) == 2
    assert (found(home), found(home, "何阿姨"), IndexPaths(home).visual().photos()) == before


def test_drift_names_the_work_an_index_has_lost(home, db, works):
    IndexPaths(home).facets.update([], load_vocabulary(db), removed=[works[0]])

    assert {work for work, _ in index_drift(home, db)} == {works[0]}


def test_a_torn_text_index_is_noticed(home, db, works):
    largest = max(
        (p for p in (home.index / "text").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size
    )
    largest.write_bytes(largest.read_bytes()[:-10])

    assert set(index_problems(home)) == {"text"}


def test_one_changed_byte_in_the_text_index_is_noticed_when_looked_for(home, db, works):
    largest = max(
        (p for p in (home.index / "text").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size
    )
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 255
    largest.write_bytes(content)

    assert set(index_problems(home, is_thorough=True)) == {"text"}


def test_originals_are_not_touched(home, db, works):
    before = list(OriginalStore(home.originals))
    rebuild_indexes(home, db)

    assert list(OriginalStore(home.originals)) == before


def test_a_rebuild_killed_half_way_is_finished_by_the_next_start(home, db, works):
    IndexPaths(home).facets.update([], load_vocabulary(db), removed=[works[0]])
    killed = kill_rebuild(home, before="FacetStore.rebuild")
    left = {task.record for task in pending(db, TaskKind.INDEX)}
    refresh_indexes(home, db)

    assert (killed, left) == (9, set(works))
    assert list(index_drift(home, db)) == []
    assert db.table("outbox").count == 0


@pytest.mark.parametrize(
    ("before", "problems"),
    [("FacetStore.rebuild", {"facets", "visual"}), ("create_index", {"visual"})],
)
def test_a_first_build_killed_half_way_is_noticed_and_told(home, db, works, before, problems):
    shutil.rmtree(home.index)
    kill_rebuild(home, before=before)
    noticed = set(index_problems(home))
    photograph = load_work(db, works[0]).photographs[0]
    by_picture = SearchEngine(home).similar(photograph.id, audience="public")
    by_words = SearchEngine(home).by_words("", audience="public")
    refresh_indexes(home, db)

    assert noticed == problems
    assert "being built" in by_picture.notice
    assert ("being built" in by_words.notice) == ("facets" in problems)
    assert index_problems(home) == {}
    assert list(index_drift(home, db)) == []


def kill_rebuild(home, before):
    """Rebuild in a process that dies without a word right before one function."""
    script = (
        "import os, sys, search.refreshing as r\n"
        "from pathlib import Path\n"
        "from archive.catalogue import open_catalogue\n"
        "from archive.home import Home\n"
        f"r.{before} = lambda *_: os._exit(9)\n"
        "home = Home(Path(sys.argv[1]))\n"
        "r.rebuild_indexes(home, open_catalogue(home))\n"
    )
    return subprocess.run([sys.executable, "-c", script, str(home.root)]).returncode


def test_news_of_a_work_do_not_read_the_whole_visual_index(home, db, works, monkeypatch):
    with change(db, "clerk") as this:
        put_work(this, draft(jpeg("red", (64, 64)), identifier="1", licence="CC0", **OPEN))
    monkeypatch.setattr("search.visual.index.VisualIndex.snapshot", lambda _: 1 / 0)

    assert refresh_indexes(home, db) == 1
