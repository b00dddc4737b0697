"""The commands that look after an archive, bring things out of it and start one."""

import json
import shutil
import sys

import pytest
from click.testing import CliRunner
from filelock import FileLock, Timeout

from archive.catalogue import open_catalogue
from archive.changes import change
from archive.errors import BadInput
from archive.originals import OriginalStore
from archive.record_statements import Telling, put_work_statements
from archive.works import publish_work
from ingest import queue
from tests.making import HANDMADE, file_tree, photographs, sheet
from tests.web.command_line import AGREED, told
from web.cli import main


def test_init_makes_an_archive_and_says_where(xiupu, tmp_path):
    result = xiupu("init", at=tmp_path / "new")

    assert result.exit_code == 0
    assert str(tmp_path / "new") in result.stdout
    assert (tmp_path / "new" / "catalogue.sqlite3").is_file()


def test_index_status_says_whether_the_indexes_can_answer(filled_xiupu, home):
    ready = filled_xiupu("index", "status", "--json")
    (home.index / "facets.sqlite3").unlink()
    broken = filled_xiupu("index", "status", "--json")
    rebuilt = filled_xiupu("index", "rebuild", "--jobs", 1)

    assert (ready.exit_code, told(ready)) == (
        0,
        [
            {
                "ready": True,
                "problems": {},
                "waiting": {"derive": 0, "index": 0, "compare": 0, "forget": 0, "erase": 0},
                "model": {"reason": f"turned off by the file {home.models / 'off'}"},
            }
        ],
    )
    assert broken.exit_code == 1
    assert set(told(broken)[0]["problems"]) == {"facets"}
    assert rebuilt.exit_code == 0
    assert filled_xiupu("index", "status").exit_code == 0


def test_a_whole_archive_is_exit_code_0(filled_xiupu):
    result = filled_xiupu("verify", "--json")

    assert (result.exit_code, told(result)) == (0, [{"ok": True, "problems": []}])


def damage_original(home):
    path = OriginalStore(home.originals).path(next(iter(OriginalStore(home.originals))))
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)


def lose_original(home):
    store = OriginalStore(home.originals)
    store.remove(next(iter(store)))


def add_orphan(home):
    OriginalStore(home.originals).store(b"nobody's")


def lose_derivative(home):
    next(home.derivatives.rglob("size*-640.webp")).unlink()


def tear_text_index(home):
    files = [path for path in (home.index / "text").rglob("*") if path.is_file()]
    largest = max(files, key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-1])


def change_text_index(home):
    files = [path for path in (home.index / "text").rglob("*") if path.is_file()]
    largest = max(files, key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 255
    largest.write_bytes(content)


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        (lose_original, "missing original"),
        (damage_original, "damaged original"),
        (add_orphan, "orphan original"),
        (lose_derivative, "missing derivative"),
        (tear_text_index, "index"),
        (change_text_index, "index"),
    ],
)
def test_verify_finds_what_is_wrong_with_exit_code_1(filled_xiupu, home, damage, kind):
    damage(home)
    result = filled_xiupu("verify", "--json")
    (answer,) = told(result)

    assert result.exit_code == 1
    assert [problem["kind"] for problem in answer["problems"]] == [kind]
    assert {"kind", "record", "message", "hint"} == set(answer["problems"][0])


@pytest.mark.parametrize("damage", [lose_derivative, tear_text_index, change_text_index])
def test_a_rebuild_mends_what_can_be_made_again(filled_xiupu, home, damage):
    damage(home)
    rebuilt = filled_xiupu("index", "rebuild", "--jobs", 1)

    assert rebuilt.exit_code == 0
    assert filled_xiupu("verify").exit_code == 0


def test_deleting_everything_derived_and_rebuilding_restores_the_site(filled_xiupu, home):
    before = told(filled_xiupu("search", "蝴蝶", "--json"))[0]["hits"]
    shutil.rmtree(home.derivatives)
    shutil.rmtree(home.index)
    rebuilt = filled_xiupu("index", "rebuild", "--jobs", 1)

    assert rebuilt.exit_code == 0
    assert filled_xiupu("verify").exit_code == 0
    assert told(filled_xiupu("search", "蝴蝶", "--json"))[0]["hits"] == before


def test_a_restored_home_verifies(filled_xiupu, xiupu, tmp_path):
    assert filled_xiupu("backup", tmp_path / "copy").exit_code == 0
    refused = filled_xiupu("restore", tmp_path / "copy")
    restored = xiupu("restore", tmp_path / "copy", at=tmp_path / "other")

    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert restored.exit_code == 0
    assert xiupu("verify", at=tmp_path / "other").exit_code == 0
    assert filled_xiupu("restore", tmp_path / "copy", "--force").exit_code == 0
    assert filled_xiupu("verify").exit_code == 0


def test_a_damaged_backup_is_refused_and_the_home_stays(filled_xiupu, home, tmp_path):
    filled_xiupu("backup", tmp_path / "copy")
    next(path for path in (tmp_path / "copy" / "originals").rglob("*") if path.is_file()).unlink()
    before = file_tree(home.root)
    result = filled_xiupu("restore", tmp_path / "copy", "--force")

    assert result.exit_code == 3
    assert file_tree(home.root) == before


def test_a_backup_to_a_place_that_cannot_be_written_is_one_line(filled_xiupu, tmp_path):
    (tmp_path / "file").write_text("no folder")
    result = filled_xiupu("backup", tmp_path / "file" / "copy")

    assert result.exit_code in {2, 3}
    assert len(result.stderr.splitlines()) == 1


def test_export_writes_only_what_was_agreed_to(filled_xiupu, home, cloths, tmp_path):
    sheet(
        cloths / "works.csv",
        {"file": "two.jpg", "identifier": "2", "title_zh": "龙帽"}
        | AGREED
        | {"consent_for": "pictures"},
    )
    filled_xiupu("ingest", cloths, "--sheet", cloths / "works.csv", "--jobs", 1)
    csv = filled_xiupu("export", "csv", tmp_path / "out.csv")
    as_json = filled_xiupu("export", "json", tmp_path / "out.json")
    records = json.loads((tmp_path / "out.json").read_text())

    assert (csv.exit_code, as_json.exit_code) == (0, 0)
    assert [record["identifier"] for record in records] == ["1"]
    assert "蝶帽" in (tmp_path / "out.csv").read_text("utf-8-sig")
    assert "龙帽" not in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_invite_prints_a_link_and_its_picture(xiupu):
    result = xiupu("invite", "何阿姨", "--role", "maker", "--site", "https://xiupu.example/")

    assert result.exit_code == 0
    assert result.stdout.startswith("https://xiupu.example/zh/come-in/")
    assert "▄" in result.stdout or "█" in result.stdout


def test_a_published_work_is_found_after_the_worker_has_run(filled_xiupu, home, cloths):
    photographs(cloths, "red")
    run_of_files = filled_xiupu("ingest", cloths / "red.jpg", "--jobs", 1, "--json")
    db = open_catalogue(home)
    (work,) = [r[0] for r in db.execute("SELECT id FROM works WHERE identifier IS NULL")]
    with change(db, "desk") as this:
        put_work_statements(this, work, Telling((HANDMADE,), frozenset({"handmade"})))
        publish_work(this, work)
    db.close()
    worked = filled_xiupu("worker", "--once")

    assert (run_of_files.exit_code, worked.exit_code) == (0, 0)
    assert told(filled_xiupu("search", "red", "--json"))[0]["hits"][0]["work"] == work


def test_the_demonstration_is_built_from_a_folder_and_shows_its_works(xiupu, tmp_path):
    root = photographs(tmp_path / "collections" / "spring", "red", "blue")
    sheet(
        root / "works.csv",
        {"file": "red.jpg", "identifier": "1", "title_zh": "一"} | AGREED,
        {"file": "blue.jpg", "identifier": "2", "title_zh": "二"} | AGREED,
    )
    command = ("demo", "--no-serve", "--collections", tmp_path / "collections")
    first = xiupu(*command, "--home", tmp_path / "demo")
    second = xiupu(*command, "--home", tmp_path / "demo")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "shows 2 works" in second.stdout
    assert xiupu("verify", at=tmp_path / "demo").exit_code == 0


def damage_one_derivation(monkeypatch):
    def fail(*_arguments):
        raise BadInput("the picture is damaged")

    monkeypatch.setattr(queue, "derive", fail)


def test_a_restore_that_cannot_make_a_picture_again_names_it(
    filled_xiupu, xiupu, tmp_path, monkeypatch
):
    filled_xiupu("backup", tmp_path / "copy")
    damage_one_derivation(monkeypatch)
    restored = xiupu("restore", tmp_path / "copy", at=tmp_path / "other")

    assert restored.exit_code == 1
    assert "one.jpg: the picture is damaged" in restored.stderr


def test_a_rebuild_takes_turns_with_the_worker(filled_xiupu, home, monkeypatch):
    seen = []
    lock = FileLock(home.index / "outbox.lock", timeout=0)

    def look(*_arguments, **_more):
        with pytest.raises(Timeout):
            lock.acquire()
        seen.append("locked")
        return []

    monkeypatch.setattr(sys.modules["web.commands.index"], "work_off", look)
    filled_xiupu("index", "rebuild", "--jobs", 1)

    assert seen == ["locked"]


def test_a_demonstration_is_not_built_into_a_real_archive(filled_xiupu, home, tmp_path):
    before = file_tree(home.root)
    refused = [
        filled_xiupu("demo", "--no-serve", "--home", home.root),
        filled_xiupu("demo", "--no-serve"),
    ]

    assert [result.exit_code for result in refused] == [2, 2]
    assert "no demonstration" in refused[0].stderr
    assert file_tree(home.root) == before


def test_a_demonstration_does_not_ask_the_environment_where_the_real_archive_is(
    home, tmp_path, monkeypatch
):
    photographs(tmp_path / "collections" / "spring", "red")
    sheet(tmp_path / "collections" / "spring" / "works.csv", {"file": "red.jpg", "title_zh": "一"})
    monkeypatch.setenv("XIUPU_HOME", str(home.root))
    monkeypatch.setattr("platformdirs.user_data_path", lambda name: tmp_path / name)
    before = file_tree(home.root)
    command = ["demo", "--no-serve", "--collections", str(tmp_path / "collections")]
    result = CliRunner().invoke(main, command)

    assert result.exit_code == 0
    assert (tmp_path / "xiupu-demo" / "settings.toml").is_file()
    assert file_tree(home.root) == before
