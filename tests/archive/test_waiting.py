import os
import stat

import pytest

from archive.calendar_days import follow_calendar
from archive.errors import NotFound
from archive.waiting import WaitingSheet, fitting_name, forget_waiting, wait_for_yes, waiting_sheet

DAY_S = 86_400


def fill(sheet, photographs):
    sheet.write_bytes(b"file,title_zh\n")
    (photographs / "a.jpg").write_bytes(b"picture")


@pytest.fixture
def waiting(home):
    return wait_for_yes(home, "clerk", "作品.csv", fill)


def make_old(waiting, days):
    then = waiting.folder.stat().st_mtime - days * DAY_S
    os.utime(waiting.folder, (then, then))


def test_a_sheet_waits_with_its_photographs_under_its_own_name(home, waiting):
    found = waiting_sheet(home, "clerk", waiting.key)

    assert found.sheet.name == "作品.csv"
    assert found.sheet.read_bytes() == b"file,title_zh\n"
    assert [path.name for path in found.photographs.iterdir()] == ["a.jpg"]
    assert found.note() == {}


def test_a_note_is_read_back_as_written(waiting):
    waiting.write_note({"added": 3, "failed": ["寓意"]})

    assert waiting.note() == {"added": 3, "failed": ["寓意"]}


def test_another_account_finds_nothing(home, waiting):
    with pytest.raises(NotFound, match="not waiting"):
        waiting_sheet(home, "somebody else", waiting.key)


@pytest.mark.parametrize("key", ["", "..", "../../secret", "a" * 22, ".part-0"])
def test_a_name_that_is_no_key_finds_nothing(home, waiting, key):
    with pytest.raises(NotFound):
        waiting_sheet(home, "clerk", key)


def test_two_sheets_of_one_account_have_different_keys(home):
    keys = {wait_for_yes(home, "clerk", "a.csv", fill).key for _ in range(20)}

    assert len(keys) == 20


def test_other_users_of_the_machine_cannot_look_in(home, waiting):
    assert stat.S_IMODE(home.waiting.stat().st_mode) == 0o700


def test_when_writing_fails_nothing_is_kept(home):
    def full_disk(sheet, photographs):
        fill(sheet, photographs)
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        wait_for_yes(home, "clerk", "a.csv", full_disk)

    assert list(home.waiting.glob("*/*")) == []


def test_what_nobody_came_back_to_is_deleted_after_a_day(home, waiting):
    fresh = wait_for_yes(home, "clerk", "b.csv", fill)
    make_old(waiting, days=1.1)

    assert forget_waiting(home) == 1
    assert waiting_sheet(home, "clerk", fresh.key) == WaitingSheet(fresh.folder)
    with pytest.raises(NotFound):
        waiting_sheet(home, "clerk", waiting.key)


def test_the_calendar_deletes_it_too(home, db, waiting):
    make_old(waiting, days=1.1)

    follow_calendar(home, db)

    assert list(home.waiting.glob("*/*")) == []


def test_an_archive_without_sheets_has_nothing_to_forget(home):
    assert forget_waiting(home) == 0


def test_photographs_can_go_before_the_sheet(waiting):
    waiting.forget_photographs()

    assert list(waiting.photographs.iterdir()) == []
    assert waiting.sheet.is_file()


def test_a_long_name_keeps_its_ending():
    assert fitting_name("绣" * 300 + ".XLSX").endswith("绣.XLSX")
    assert fitting_name("作品.csv") == "作品.csv"
