"""What scripts build on: exit codes, and what goes to which stream."""

import sqlite3
import sys

import click
import pytest
from click.testing import CliRunner

from web.cli import main
from web.commands import COMMANDS


def all_commands(group=main, name=""):
    for command in group.commands.values():
        full = f"{name} {command.name}".strip()
        yield pytest.param(full, id=full)
        if isinstance(command, click.Group):
            yield from all_commands(command, full)


@pytest.mark.parametrize("command", [*all_commands()])
def test_every_command_has_help_with_an_example(command):
    result = CliRunner().invoke(main, [*command.split(), "--help"])

    assert result.exit_code == 0
    assert "Example:" in result.output


def test_every_command_of_the_contract_is_there():
    assert {command.name for command in COMMANDS} >= {
        *("demo", "init", "ingest", "undo", "search", "serve", "index"),
        *("verify", "backup", "restore", "export", "invite"),
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["ingest"],
        ["ingest", "/nowhere/at/all"],
        ["search", "--limit", "0"],
        ["search", "--where", "nonsense"],
        ["search", "--where", "colr=red"],
        ["search", "words", "--image", "a.jpg"],
        ["undo", "99"],
        ["undo", "x"],
        ["export", "pdf", "out"],
        ["invite", "何阿姨"],
        ["invite", "", "--role", "maker"],
        ["index"],
    ],
)
def test_wrong_usage_is_exit_code_2_with_words_on_stderr(xiupu, arguments):
    result = xiupu(*arguments)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["undo", "1"],
        ["search", "x"],
        ["index", "status"],
        ["index", "rebuild"],
        ["verify"],
        ["backup", "copy"],
        ["restore", "nowhere"],
        ["export", "csv", "out.csv"],
    ],
)
def test_without_an_archive_is_exit_code_3_in_one_line(xiupu, tmp_path, arguments, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = xiupu(*arguments, at=tmp_path / "nowhere")

    assert result.exit_code == 3
    assert result.stdout == ""
    assert result.stderr.startswith("xiupu: ")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("command", [["verify"], ["search", "x"], ["init"], ["index", "status"]])
def test_a_catalogue_that_is_no_database_is_exit_code_3(xiupu, home, command):
    home.catalogue.write_bytes(b"no database " * 1000)
    result = xiupu(*command)

    assert (result.exit_code, result.stdout) == (3, "")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("part", [slice(8192, 40_000), slice(40_000, None)])
def test_a_catalogue_damaged_in_some_part_is_exit_code_3(filled_xiupu, home, part):
    content = bytearray(home.catalogue.read_bytes())
    content[part] = b"\xaa" * len(content[part])
    home.catalogue.write_bytes(content)
    result = filled_xiupu("search", "蝴蝶")

    assert (result.exit_code, result.stdout) == (3, "")
    assert "restore" in result.stderr


def test_a_catalogue_of_a_newer_version_is_exit_code_3(xiupu, db):
    db.table("_sqlite_migrations").insert(
        {"migration_set": "catalogue", "name": "m9999_future", "applied_at": "2030"}
    )
    result = xiupu("search", "x")

    assert result.exit_code == 3
    assert "newer version" in result.stderr


def test_the_home_is_taken_from_the_environment(home, monkeypatch):
    monkeypatch.setenv("XIUPU_HOME", str(home.root))

    assert CliRunner().invoke(main, ["verify"]).exit_code in {0, 1}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (sqlite3.OperationalError("database is locked"), "locked"),
        (sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
        (sqlite3.OperationalError("no such table: works"), "no such table"),
        (sqlite3.DatabaseError("file is not a database"), "not a database"),
    ],
)
def test_whatever_the_catalogue_answers_is_one_line_and_exit_code_3(
    xiupu, monkeypatch, error, words
):
    def fail(*_arguments, **_more):
        raise error

    monkeypatch.setattr(sys.modules["web.commands.verify"], "verify_home", fail)
    result = xiupu("verify")

    assert (result.exit_code, result.stdout) == (3, "")
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr
