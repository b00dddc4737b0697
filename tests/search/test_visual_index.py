"""The visual index on disk and what is found through it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from archive.features import PatternFeatures, Swatch
from search.visual import (
    NeedsRebuild,
    Part,
    Picture,
    VisualIndex,
    VisualMatch,
    create_index,
    open_index,
    search_visual,
)

RED = (Swatch("red", (45.0, 60.0, 35.0), 1.0),)
BLUE = (Swatch("blue", (30.0, 10.0, -40.0), 1.0),)


def drawn(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    picture = np.full((240, 320), 120, np.uint8)
    for _ in range(130):
        centre = int(rng.integers(320)), int(rng.integers(240))
        axes = int(rng.integers(3, 20)), int(rng.integers(3, 20))
        turn, grey = int(rng.integers(180)), int(rng.integers(256))
        cv2.ellipse(picture, centre, axes, turn, 0, 360, (grey,), -1)
    return picture


def measured(grey: np.ndarray, palette: tuple[Swatch, ...] = RED) -> PatternFeatures:
    sift = cv2.SIFT_create(400, enable_precise_upscale=True)
    found, raw = sift.detectAndCompute(np.ascontiguousarray(grey), None)
    table = [(p.pt[0] + 0.5, p.pt[1] + 0.5, p.size, p.angle % 360) for p in found]
    root = np.sqrt(raw / raw.sum(axis=1, keepdims=True)) * 512 if found else np.zeros((0, 128))
    return PatternFeatures(
        grey.shape[1],
        grey.shape[0],
        palette,
        np.array([0.6, 0.8, 0, 0], np.float32),
        np.array(table, np.float32).reshape(-1, 4),
        np.minimum(np.rint(root), 255).astype(np.uint8),
    )


STORED = {f"p{number}": measured(drawn(number)) for number in range(6)}


@pytest.fixture
def index(tmp_path: Path) -> VisualIndex:
    made = create_index(tmp_path / "visual")
    made.put_many([Picture(photo, f"w{photo}", STORED[photo]) for photo in STORED])
    return made


def ask(index: VisualIndex, query: PatternFeatures, **options: object) -> list[VisualMatch]:
    return search_visual(index, [Part(query)], STORED.get, **options)


@pytest.mark.parametrize(
    "change",
    [
        lambda grey: grey,
        lambda grey: np.rot90(grey),
        lambda grey: grey[:, ::-1],
        lambda grey: grey[60:200, 90:270],
        lambda grey: cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA),
        lambda grey: grey // 2 + 20,
        lambda grey: 255 - grey,
    ],
    ids=["same", "turned", "mirrored", "cropped", "half size", "darker", "negative"],
)
def test_a_changed_copy_finds_its_photograph_first(
    index: VisualIndex, change: Callable[[np.ndarray], np.ndarray]
):
    found = ask(index, measured(change(drawn(3))))

    assert found[0].photo == "p3"
    assert found[0].score > 0.9
    assert max(match.score for match in found[1:]) < 0.3
    assert found[0].reasons[0][0] == "shape"


def test_reasons_sum_to_one_and_scores_fall(index: VisualIndex):
    found = ask(index, measured(drawn(2)))

    assert len(found) == 6
    assert [m.score for m in found] == sorted((m.score for m in found), reverse=True)
    assert [sum(w for _, w in m.reasons) for m in found] == pytest.approx([1.0] * 6)


def test_the_same_question_has_the_same_answer(index: VisualIndex):
    assert ask(index, measured(drawn(1))) == ask(index, measured(drawn(1)))


def test_another_colour_does_not_drown_the_shape(index: VisualIndex):
    index.put(Picture("p3", "wp3", measured(drawn(3), BLUE)))

    assert ask(index, measured(drawn(3), RED))[0].photo == "p3"


def test_one_work_is_found_once_by_its_best_photograph(tmp_path: Path):
    index = create_index(tmp_path)
    index.put_many([Picture(photo, "one", STORED[photo]) for photo in STORED])

    assert [m.photo for m in ask(index, measured(drawn(4)))] == ["p4"]


@pytest.mark.parametrize("allowed", [{"p0", "p2"}, lambda photo: photo in ("p0", "p2")])
def test_only_allowed_photographs_are_found(index: VisualIndex, allowed: object):
    found = ask(index, measured(drawn(3)), allowed=allowed)

    assert {match.photo for match in found} == {"p0", "p2"}


def test_photographs_not_allowed_are_never_opened(index: VisualIndex):
    opened: list[str] = []
    search_visual(index, [Part(STORED["p3"])], lambda p: opened.append(p), allowed={"p1"})  # type: ignore[func-returns-value]

    assert set(opened) == {"p1"}


def test_limit_is_the_number_of_works(index: VisualIndex):
    assert len(ask(index, STORED["p1"], limit=2)) == 2
    assert ask(index, STORED["p1"], limit=0) == []


@pytest.mark.parametrize("shape", [(1, 1), (40, 40)])
def test_a_blank_query_is_answered_by_colour_without_a_region(
    index: VisualIndex, shape: tuple[int, int]
):
    found = ask(index, measured(np.full(shape, 80, np.uint8)))

    assert all(match.region is None and match.score < 0.3 for match in found)


def test_photograph_without_features_is_still_found_by_its_vectors(index: VisualIndex):
    found = search_visual(index, [Part(STORED["p3"])], lambda photo: None)

    assert found[0].photo == "p3"
    assert found[0].region is None


def test_an_empty_index_finds_nothing(tmp_path: Path):
    assert ask(create_index(tmp_path), STORED["p0"]) == []


def test_added_replaced_and_removed_photographs_are_seen_at_once(index: VisualIndex):
    reader = open_index(index._store.path.parent)
    assert ask(reader, measured(drawn(9)))[0].score < 0.3

    index.put(Picture("p9", "w9", measured(drawn(9))))
    assert (
        search_visual(reader, [Part(measured(drawn(9)))], {**STORED, "p9": measured(drawn(9))}.get)[
            0
        ].photo
        == "p9"
    )
    index.put(Picture("p9", "w9", measured(drawn(10))))
    assert ask(reader, measured(drawn(9)))[0].score < 0.3
    index.remove("p9")
    assert "p9" not in {match.photo for match in ask(reader, measured(drawn(9)))}
    assert reader.photos() == set(STORED)


def test_removing_everything_leaves_an_empty_answer(index: VisualIndex):
    ask(index, STORED["p0"])
    for photo in STORED:
        index.remove(photo)

    assert ask(index, STORED["p0"]) == []
    assert len(index.snapshot().photos) == 0


def test_removing_what_is_not_there_is_no_error(index: VisualIndex):
    index.remove("nothing")

    assert index.photos() == set(STORED)


def test_a_failed_put_changes_nothing(index: VisualIndex):
    broken = [Picture("p7", "w7", STORED["p0"]), Picture("p8", "w8", None)]
    with pytest.raises(AttributeError):
        index.put_many(broken)  # type: ignore[arg-type]

    assert index.photos() == set(STORED)


def test_a_reader_is_not_blocked_by_an_open_write(index: VisualIndex):
    writer = sqlite3.connect(index._store.path)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM entry")

    found = ask(open_index(index._store.path.parent), STORED["p2"])
    writer.rollback()
    writer.close()
    assert found[0].photo == "p2"


def test_a_rebuilt_index_is_noticed_by_an_old_reader(index: VisualIndex):
    reader = open_index(index._store.path.parent)
    ask(reader, STORED["p0"])
    fresh = create_index(index._store.path.parent)
    fresh.put(Picture("p1", "w1", STORED["p1"]))

    assert [match.photo for match in ask(reader, STORED["p1"])] == ["p1"]


def test_a_missing_index_needs_a_rebuild(tmp_path: Path):
    with pytest.raises(NeedsRebuild, match="does not exist"):
        open_index(tmp_path / "nowhere")


def test_an_index_of_another_version_needs_a_rebuild(index: VisualIndex):
    with sqlite3.connect(index._store.path) as connection:
        connection.execute("UPDATE meta SET value = 'old' WHERE key = 'features'")
    connection.close()

    with pytest.raises(NeedsRebuild, match="another version"):
        open_index(index._store.path.parent)


@pytest.mark.parametrize("keep", [0, 50, 5000, 30_000])
def test_a_torn_index_needs_a_rebuild(index: VisualIndex, keep: int):
    path = index._store.path
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(NeedsRebuild):
        open_index(path.parent)


def test_a_changed_byte_in_an_entry_needs_a_rebuild(index: VisualIndex):
    with sqlite3.connect(index._store.path) as connection:
        connection.execute("UPDATE entry SET arrays = zeroblob(length(arrays))")
    connection.close()

    with pytest.raises(NeedsRebuild, match="damaged entry"):
        open_index(index._store.path.parent).snapshot()


def test_rebuilding_over_a_torn_index_gives_a_working_one(index: VisualIndex):
    index._store.path.write_bytes(b"not a database")
    again = create_index(index._store.path.parent)
    again.put(Picture("p5", "w5", STORED["p5"]))

    assert [match.photo for match in ask(again, STORED["p5"])] == ["p5"]


def stopping():
    yield Picture("p1", "w1", STORED["p1"])
    raise KeyboardInterrupt


def test_a_rebuild_that_is_stopped_leaves_the_old_index(index: VisualIndex):
    with pytest.raises(KeyboardInterrupt):
        create_index(index._store.path.parent, stopping())

    assert open_index(index._store.path.parent).photos() == set(STORED)
    assert ask(index, STORED["p3"])[0].photo == "p3"


def test_a_first_build_that_is_stopped_needs_a_rebuild(tmp_path: Path):
    with pytest.raises(KeyboardInterrupt):
        create_index(tmp_path, stopping())

    with pytest.raises(NeedsRebuild):
        open_index(tmp_path)


def test_searches_have_the_old_index_while_a_new_one_is_built(index: VisualIndex):
    seen: list[str] = []

    def stream():
        yield Picture("p1", "w1", STORED["p1"])
        seen.append(ask(index, STORED["p3"])[0].photo)

    create_index(index._store.path.parent, stream())

    assert seen == ["p3"]
    assert index.photos() == {"p1"}
    assert [match.photo for match in ask(index, STORED["p1"])] == ["p1"]


def test_the_photographs_of_a_work_are_known(index: VisualIndex):
    index.put(Picture("p9", "wp1", STORED["p1"]))

    assert index.photos_of(["wp1", "wp2", "nobody"]) == {"p1", "p2", "p9"}
    assert index.photos_of([]) == set()
