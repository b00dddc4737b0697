import os
import time

import pytest

from archive import waiting_pictures
from archive.errors import NotFound
from archive.waiting import forget_waiting
from archive.waiting_pictures import KEPT_S, forget_old_pictures, keep_picture, kept_picture


def grow_old(home, token, seconds):
    """Make a kept picture look as if it came that long ago."""
    then = time.time() - seconds
    os.utime(home.waiting / "pictures" / token, (then, then))


def test_a_picture_is_found_by_its_token_and_by_no_other(home):
    first, second = keep_picture(home, b"one"), keep_picture(home, b"two")

    assert (kept_picture(home, first), kept_picture(home, second)) == (b"one", b"two")
    assert first != second


def test_beside_the_picture_nothing_is_kept(home):
    token = keep_picture(home, b"one")

    folder = home.waiting / "pictures" / token
    assert [path.name for path in folder.iterdir()] == ["picture.webp"]
    assert home.waiting.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("token", ["", "..", "../../secret", "a" * 22, "." * 22])
def test_a_token_nobody_was_given_finds_nothing(home, token):
    keep_picture(home, b"one")

    with pytest.raises(NotFound):
        kept_picture(home, token)


def test_after_an_hour_it_is_neither_found_nor_there(home):
    token = keep_picture(home, b"one")
    grow_old(home, token, KEPT_S + 1)

    with pytest.raises(NotFound):
        kept_picture(home, token)
    assert forget_old_pictures(home) == 1
    assert list((home.waiting / "pictures").iterdir()) == []


def test_the_next_picture_takes_the_old_ones_away(home):
    old = keep_picture(home, b"one")
    grow_old(home, old, KEPT_S + 1)

    new = keep_picture(home, b"two")

    assert [path.name for path in (home.waiting / "pictures").iterdir()] == [new]


def test_beyond_the_most_pictures_the_oldest_goes_first(home, monkeypatch):
    monkeypatch.setattr(waiting_pictures, "_MOST", 2)
    tokens = [keep_picture(home, b"a"), keep_picture(home, b"b")]
    grow_old(home, tokens[0], 20)
    grow_old(home, tokens[1], 10)

    newest = keep_picture(home, b"c")

    left = {path.name for path in (home.waiting / "pictures").iterdir()}
    assert left == {tokens[1], newest}


def test_beyond_the_most_bytes_the_oldest_goes_first(home, monkeypatch):
    monkeypatch.setattr(waiting_pictures, "_MOST_BYTES", 10)
    old = keep_picture(home, b"123456")
    grow_old(home, old, 10)

    newest = keep_picture(home, b"123456")

    assert [path.name for path in (home.waiting / "pictures").iterdir()] == [newest]


def test_a_stray_file_among_them_keeps_nobody_from_searching(home):
    keep_picture(home, b"one")
    (home.waiting / "pictures" / ".DS_Store").write_bytes(b"left by a file manager")

    token = keep_picture(home, b"two")

    assert kept_picture(home, token) == b"two"


def test_erasing_empties_what_waits(home):
    token = keep_picture(home, b"one")

    forget_waiting(home, older_than_s=0)

    with pytest.raises(NotFound):
        kept_picture(home, token)
