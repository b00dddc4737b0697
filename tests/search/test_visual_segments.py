"""The index in segments: what is found is the same however the rows lie."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from archive.features import Embedding, PatternFeatures
from search.visual import (
    NeedsRebuild,
    Part,
    Picture,
    VisualIndex,
    create_index,
    open_index,
    search_visual,
)
from search.visual.entries import entry_of


def measured(seed: int) -> PatternFeatures:
    rng = np.random.default_rng(seed)
    grey = np.full((200, 240), 120, np.uint8)
    for _ in range(90):
        centre = int(rng.integers(240)), int(rng.integers(200))
        axes = int(rng.integers(3, 16)), int(rng.integers(3, 16))
        cv2.ellipse(
            grey, centre, axes, int(rng.integers(180)), 0, 360, (int(rng.integers(256)),), -1
        )
    found, raw = cv2.SIFT_create(200, enable_precise_upscale=True).detectAndCompute(grey, None)
    table = [(p.pt[0] + 0.5, p.pt[1] + 0.5, p.size, p.angle % 360) for p in found]
    root = np.sqrt(raw / raw.sum(axis=1, keepdims=True)) * 512
    return PatternFeatures(
        240,
        200,
        (),
        np.array([1, 0, 0, 0], np.float32),
        np.array(table, np.float32),
        np.minimum(np.rint(root), 255).astype(np.uint8),
    )


def vectors(seed: int, model: str = "m1", windows: int = 2) -> Embedding:
    rows = np.random.default_rng(seed).normal(size=(windows, 16))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Embedding(model, np.zeros((windows, 4), np.float32), rows.astype(np.float16))


STORED = {f"p{number:02}": measured(number) for number in range(14)}
PICTURES = [
    Picture(photo, f"w{photo}", STORED[photo], vectors(number))
    for number, photo in enumerate(STORED)
]


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("search.visual.index._TAIL", 3)
    monkeypatch.setattr("search.visual.index._MOST_ROWS", 7)


@pytest.fixture
def index(tmp_path: Path) -> VisualIndex:
    made = create_index(tmp_path / "visual")
    for start in range(0, len(PICTURES), 4):
        made.put_many(PICTURES[start : start + 4])
    return made


def answers(index: VisualIndex) -> dict[str, list]:
    return {
        photo: search_visual(index, [Part(STORED[photo], vectors(number))], STORED.get, limit=5)
        for number, photo in list(enumerate(STORED))[1::4]
    }


def folders(index: VisualIndex) -> list[Path]:
    return sorted(path for path in index._store.segments.iterdir())


def test_rows_in_segments_answer_as_rows_put_at_once(index: VisualIndex, tmp_path: Path):
    whole = create_index(tmp_path / "other", PICTURES)

    assert len(folders(index)) > 1
    assert answers(index) == answers(whole)
    assert {asked: found[0].photo for asked, found in answers(index).items()} == {
        "p01": "p01", "p05": "p05", "p09": "p09", "p13": "p13"
    }  # fmt: skip


def test_replaced_and_removed_rows_are_not_found_and_leave_their_segments(index: VisualIndex):
    for picture in PICTURES[:6]:
        index.put(Picture(picture.photo, "elsewhere", measured(99), picture.embedding))
    for photo in list(STORED)[6:11]:
        index.remove(photo)
    for number in range(3):
        index.put(Picture(f"new{number}", "new", measured(50 + number)))

    rows = sum(len(each) for each in index.snapshot().segments)
    alive = index.snapshot().photos[index.snapshot().alive]
    found = {match.photo for match in answers(open_index(index._store.path.parent))["p05"]}
    assert sorted(alive) == sorted(index.photos())
    assert found <= index.photos()
    assert rows <= 2 * len(index.photos()) + 3


def test_what_has_not_changed_is_not_written_again(index: VisualIndex):
    before = index._store.stamp()
    index.put_many(PICTURES)

    assert index._store.stamp() == before


def test_vectors_of_another_model_replace_the_old_ones(index: VisualIndex):
    for number, picture in enumerate(PICTURES[:4]):
        index.put(Picture(picture.photo, picture.work, picture.features, vectors(number, "m2", 3)))
    empty = PatternFeatures(
        1,
        1,
        (),
        np.zeros(4, np.float32),
        np.zeros((0, 4), np.float32),
        np.zeros((0, 128), np.uint8),
    )
    by_new = search_visual(index, [Part(empty, vectors(2, "m2", 3))], STORED.get, limit=3)
    by_old = search_visual(index, [Part(empty, vectors(9))], STORED.get, limit=3)

    assert by_new[0].photo == "p02"
    assert by_old[0].photo == "p09"
    assert {match.photo for match in by_new} <= {"p00", "p01", "p02", "p03"}


@pytest.mark.parametrize("name", ["list_owners", "vlad", "photos"])
def test_a_torn_segment_needs_a_rebuild(index: VisualIndex, name: str):
    path = folders(index)[0] / f"{name}.npy"
    path.write_bytes(path.read_bytes()[:-5])

    with pytest.raises(NeedsRebuild, match="torn segment"):
        open_index(index._store.path.parent)
    assert answers(create_index(index._store.path.parent, PICTURES))["p05"][0].photo == "p05"


def test_a_segment_that_was_half_written_is_swept_away(index: VisualIndex):
    (index._store.segments / "left").mkdir()
    (index._store.segments / "left" / "vlad.npy").write_bytes(b"half")
    for number in range(3):
        index.put(Picture(f"new{number}", "new", measured(50 + number)))

    assert "left" not in {path.name for path in folders(index)}


def test_a_reader_goes_on_with_segments_that_were_joined_meanwhile(index: VisualIndex):
    reader = open_index(index._store.path.parent)
    before = answers(reader)
    held = reader.snapshot()
    for number in range(6):
        index.put(Picture(f"new{number}", "new", measured(50 + number)))
        index.remove(f"new{number}")

    assert float(held.segments[0].columns["vlad"].sum()) == float(
        np.array(held.segments[0].columns["vlad"]).sum()
    )
    assert answers(reader) == before


def test_a_stopped_rebuild_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("search.visual.store._GROUP", 4)
    made: list[str] = []

    def counting(codebook, picture):
        made.append(picture.photo)
        return entry_of(codebook, picture)

    def stopping():
        yield from PICTURES[:10]
        raise KeyboardInterrupt

    monkeypatch.setattr("search.visual.index.entry_of", counting)
    with pytest.raises(KeyboardInterrupt):
        create_index(tmp_path, stopping())
    again = create_index(tmp_path, PICTURES)

    assert again.photos() == set(STORED)
    assert sorted(made) == sorted(STORED)
    assert not (tmp_path / "building.sqlite3").exists()


def test_a_rebuild_forgets_what_an_earlier_stopped_one_had_gathered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("search.visual.store._GROUP", 2)

    def stopping():
        yield from PICTURES[:5]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        create_index(tmp_path, stopping())
    changed = [Picture("p00", "another", STORED["p01"]), *PICTURES[6:9]]
    index = create_index(tmp_path, changed)

    assert index.photos() == {"p00", "p06", "p07", "p08"}
    assert index.photos_of(["another"]) == {"p00"}


def test_an_unliked_photograph_is_left_out_and_what_is_like_it_falls(index: VisualIndex):
    index.put(Picture("twin", "wtwin", STORED["p03"], vectors(3)))
    asked = [Part(STORED["p05"], vectors(5))]
    plain = search_visual(index, asked, STORED.get, limit=20)
    less = search_visual(index, asked, STORED.get, limit=20, less=["p03"])
    before, after = ({m.photo: m.score for m in found} for found in (plain, less))

    assert "p03" in before
    assert "p03" not in after
    assert after["twin"] < before["twin"]
    assert less[0].photo == plain[0].photo == "p05"


def test_a_liked_photograph_draws_what_is_like_it_up(index: VisualIndex):
    stored = STORED | {"twin": STORED["p03"]}
    index.put(Picture("twin", "wtwin", STORED["p03"], vectors(3)))
    asked = [Part(measured(77), vectors(77))]
    plain = search_visual(index, asked, stored.get, limit=20)
    more = search_visual(index, asked, stored.get, limit=20, more=["p03"])

    assert {match.photo for match in more[:2]} == {"p03", "twin"}
    assert {match.photo for match in plain[:2]} != {"p03", "twin"}


def test_judged_photographs_that_may_not_be_seen_change_nothing(index: VisualIndex):
    asked = [Part(STORED["p05"], vectors(5))]
    allowed = set(STORED) - {"p03"}
    plain = search_visual(index, asked, STORED.get, allowed=allowed)
    judged = search_visual(
        index, asked, STORED.get, allowed=allowed, more=["p03", "nobody"], less=["p03"]
    )

    assert judged == plain


def test_two_parts_find_what_has_something_of_both(index: VisualIndex):
    both = [Part(STORED["p02"], vectors(2)), Part(STORED["p09"], vectors(9))]
    found = search_visual(index, both, STORED.get, limit=4)

    assert {match.photo for match in found[:2]} == {"p02", "p09"}
    assert {(match.photo, match.part) for match in found[:2]} == {("p02", 0), ("p09", 1)}
