"""New photographs are compared with the others: copies, and guesses from neighbours."""

import io
import random

import pytest
from PIL import Image

from archive.changes import change
from archive.duplicates import open_duplicates, settle_duplicate
from archive.loading import load_work
from archive.outbox import TaskKind, enqueue, pending
from archive.records import Statement
from archive.suggestions import open_suggestions, reject_suggestion, suggestion_key
from search.comparing import compare_photographs
from search.refreshing import IndexPaths
from tests.making import kept_work
from web.finishing import finish_outbox


def cloth(seed, box=(0, 0, 480, 480)):
    """Return a part of a picture with detail and colours of its own, the same for a seed."""
    chance, side = random.Random(seed), 40 // seed
    small = Image.new("RGB", (side, side))
    dimmed = (1, seed, 2 * seed)
    shades = [tuple(chance.randrange(256) // n for n in dimmed) for _ in range(side**2)]
    small.putdata(shades)
    return small.resize((480, 480), Image.Resampling.BICUBIC).crop(box)


def jpeg(image, quality=92):
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def keep(home, db, number, image, motif=None, quality=92):
    said = (Statement("motif", "clerk", "2026-01-01", concept=motif),) if motif else ()
    content = jpeg(image, quality)
    return kept_work(home, db, content, identifier=str(number), statements=said)


def guesses(db, work):
    found = [s for s in load_work(db, work).suggestions if s.model == "neighbours"]
    return [(each.field, each.concept) for each in found]


@pytest.fixture
def labelled(home, db):
    """Three parts of one cloth called a butterfly, three of another called a fish."""
    boxes = [(0, 0, 380, 380), (90, 60, 480, 440), (40, 100, 420, 470)]
    for number, box in enumerate(boxes):
        keep(home, db, f"a{number}", cloth(1, box), "motif/butterfly")
        keep(home, db, f"b{number}", cloth(2, box), "motif/fish")
    finish_outbox(home, db)


def test_a_photograph_saved_again_smaller_is_a_copy_and_another_part_is_none(home, db):
    first = keep(home, db, 1, cloth(1))
    keep(home, db, 2, cloth(2))
    keep(home, db, 3, cloth(1, (100, 100, 480, 480)))
    copy = keep(home, db, 4, cloth(1).resize((300, 300)), quality=60)
    finish_outbox(home, db)

    (pair,) = open_duplicates(db)
    assert set(pair.works) == {first, copy}
    assert pair.kind == "same photograph"
    assert 0.8 < pair.score <= 1


def test_the_same_file_in_two_works_is_told_as_such(home, db):
    works = {keep(home, db, number, cloth(5)) for number in (1, 2)}
    finish_outbox(home, db)

    (pair,) = open_duplicates(db)
    assert set(pair.works) == works
    assert (pair.kind, pair.score) == ("same file", 1.0)


def test_what_a_person_has_settled_is_not_found_again(home, db):
    works = [keep(home, db, number, cloth(5)) for number in (1, 2)]
    finish_outbox(home, db)
    (pair,) = open_duplicates(db)
    with change(db, "clerk") as this:
        settle_duplicate(this, *pair.photographs, "different")
    for photo in pair.photographs:
        enqueue(db, TaskKind.COMPARE, photo)
    compare_photographs(home, db)

    assert open_duplicates(db) == ()
    assert len({*works}) == 2


def test_neighbours_that_agree_suggest_their_motif_and_nothing_is_said(home, db, labelled):
    work = keep(home, db, "new", cloth(1, (20, 20, 460, 400)))
    finish_outbox(home, db)

    assert guesses(db, work) == [("motif", "motif/butterfly")]
    assert load_work(db, work).said("motif") == ()


def test_a_single_labelled_neighbour_suggests_nothing(home, db):
    keep(home, db, 1, cloth(1, (0, 0, 380, 380)), "motif/butterfly")
    work = keep(home, db, 2, cloth(1, (90, 60, 480, 440)))
    finish_outbox(home, db)

    assert guesses(db, work) == []


def test_a_guess_that_was_rejected_does_not_come_back(home, db, labelled):
    work = keep(home, db, "new", cloth(1, (20, 20, 460, 400)))
    finish_outbox(home, db)
    (guess,) = [g for g in open_suggestions(load_work(db, work)) if g.model == "neighbours"]
    with change(db, "clerk") as this:
        reject_suggestion(this, work, suggestion_key(guess))
    enqueue(db, TaskKind.COMPARE, load_work(db, work).cover.id)
    compare_photographs(home, db)

    assert guesses(db, work) == []


def test_comparisons_wait_while_the_index_cannot_be_used(home, db):
    keep(home, db, 1, cloth(1))
    finish_outbox(home, db)
    photo = db.execute("SELECT id FROM photographs").fetchone()[0]
    enqueue(db, TaskKind.COMPARE, photo)
    path = IndexPaths(home).visual()._store.path
    path.write_bytes(b"no index")

    assert compare_photographs(home, db) == 0
    assert [task.record for task in pending(db, TaskKind.COMPARE)] == [photo]
    assert finish_outbox(home, db) == []
    assert pending(db, TaskKind.COMPARE) == []
