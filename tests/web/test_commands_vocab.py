from pathlib import Path

import pytest

import archive.vocabulary
from archive.catalogue import create_catalogue
from archive.changes import change
from archive.home import Home
from archive.vocabulary import SCHEMES
from archive.vocabulary.concept import AltLabel, Concept
from archive.vocabulary.editing import add_concept, add_name, merge
from archive.wording import Wording
from tests.making import rows_of
from tests.web.command_line import told

SUN = """
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <https://xiupu.example/id/motif/suns> a skos:Concept ;
        skos:prefLabel "九个太阳"@zh-Hans, "Sonnen"@de ; skos:broader <motif/motif> .
"""
BAD = SUN + "<https://elsewhere.example/x> a skos:Concept . <song/a> a skos:Concept ."


@pytest.fixture
def changed(db):
    """A catalogue with a concept of its own, a new name and a merge."""
    ours = Concept(
        "motif/wise",
        "motif",
        "wise",
        Wording("智慧蝶"),
        broader=("motif/butterfly",),
        other=(("<http://www.w3.org/2004/02/skos/core#example>", '"hat"@en'),),
    )
    with change(db, "clerk") as this:
        add_concept(this, ours)
        add_name(this, "motif/butterfly", AltLabel("板报", "zh"))
        merge(this, "motif/bat", "motif/bird", "one word")
    return db


@pytest.fixture
def elsewhere(tmp_path):
    """Another home, with the shipped lists only."""
    home = Home(tmp_path / "elsewhere")
    create_catalogue(home).close()
    return home.root


@pytest.mark.parametrize("form", ["turtle", "xml", "json-ld"])
def test_everything_goes_to_another_archive_and_comes_out_the_same(
    xiupu, changed, elsewhere, tmp_path, form
):
    out, back = tmp_path / "out", tmp_path / "back"
    assert xiupu("vocab", "export", out, "--format", form).exit_code == 0
    arrived = xiupu("vocab", "import", out, "--format", form, "--json", at=elsewhere)
    xiupu("vocab", "export", tmp_path / "here.ttl")
    xiupu("vocab", "export", back.with_suffix(".ttl"), at=elsewhere)

    (result,) = told(arrived)
    assert (result["added"], result["failed"]) == (["motif/wise"], [])
    assert result["changed"] == ["motif/bat", "motif/bird", "motif/butterfly"]
    assert back.with_suffix(".ttl").read_bytes() == (tmp_path / "here.ttl").read_bytes()


def test_the_lists_as_shipped_come_out_as_they_were_written(xiupu, tmp_path):
    written = []
    for scheme in SCHEMES:
        xiupu("vocab", "export", tmp_path / scheme, "--scheme", scheme)
        written.append((tmp_path / scheme).read_bytes())

    lists = Path(archive.vocabulary.__file__).parent / "lists"
    assert written == [(lists / f"{scheme}.ttl").read_bytes() for scheme in SCHEMES]


@pytest.mark.parametrize(
    ("name", "start"), [("a.ttl", b"@prefix"), ("a.rdf", b"<?xml"), ("a.jsonld", b"[")]
)
def test_the_ending_of_the_file_says_the_form(xiupu, tmp_path, name, start):
    assert xiupu("vocab", "export", tmp_path / name, "--scheme", "colour").exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_a_trial_run_changes_nothing(xiupu, db, tmp_path):
    (tmp_path / "a.ttl").write_text(SUN, encoding="utf-8")
    before = rows_of(db, without=set())

    result = xiupu("vocab", "import", tmp_path / "a.ttl", "--dry-run")

    assert "1 added, 0 changed" in result.stdout
    assert rows_of(db, without=set()) == before


def test_what_cannot_be_taken_is_named_and_the_rest_comes_in(xiupu, db, tmp_path):
    (tmp_path / "a.ttl").write_text(BAD, encoding="utf-8")

    result = xiupu("vocab", "import", tmp_path / "a.ttl")

    assert result.exit_code == 1
    assert "1 added, 0 changed, 0 unchanged, 2 failed" in result.stdout
    assert "elsewhere.example" in result.stderr
    assert "no list 'song'" in result.stderr


def test_statements_about_the_list_itself_are_counted(xiupu, tmp_path):
    about = '<motif> <http://purl.org/dc/terms/title> "Motifs" .'
    (tmp_path / "a.ttl").write_text(SUN + about, encoding="utf-8")

    result = xiupu("vocab", "import", tmp_path / "a.ttl")

    assert result.exit_code == 0
    assert "1 statements" in result.stderr


def test_a_broken_file_is_wrong_usage_and_leaves_everything(xiupu, db, tmp_path):
    (tmp_path / "a.ttl").write_text("not turtle", encoding="utf-8")
    before = rows_of(db, without=set())

    result = xiupu("vocab", "import", tmp_path / "a.ttl")

    assert result.exit_code == 2
    assert "not readable as turtle" in result.stderr
    assert rows_of(db, without=set()) == before
