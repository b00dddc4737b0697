import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import BadInput
from ingest.finding import find_files, locate
from tests.making import jpeg


def names(*paths):
    return [found.name for found in find_files(paths)]


def test_pictures_in_folders_are_found_by_name_or_by_content(tmp_path):
    (tmp_path / "sub").mkdir()
    for name, content in (
        ("sub/b.JPG", b"torn"),
        ("a.jpg", jpeg()),
        ("no-ending", jpeg()),
        ("notes.txt", b"dear diary"),
        (".hidden.jpg", jpeg()),
        ("苗绣.heic", b"torn"),
    ):
        (tmp_path / name).write_bytes(content)

    assert names(tmp_path) == ["a.jpg", "no-ending", "sub/b.JPG", "苗绣.heic"]


def test_a_file_that_is_named_is_taken_whatever_it_is(tmp_path):
    (tmp_path / "notes.txt").write_text("dear diary")

    assert names(tmp_path / "notes.txt") == ["notes.txt"]


def test_a_path_that_is_not_there_is_wrong_usage(tmp_path):
    with pytest.raises(BadInput, match="no file or folder"):
        find_files([tmp_path / "nothing"])


def test_a_file_is_located_in_the_first_folder_that_has_it(tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    (tmp_path / "two" / "苗绣.jpg").write_bytes(jpeg())
    folders = [tmp_path / "one", tmp_path / "two"]

    assert locate("苗绣.jpg", folders) == tmp_path / "two" / "苗绣.jpg"


@pytest.mark.parametrize("name", ["../x.jpg", "sub/../../x.jpg", "/etc/passwd", "../in2/x.jpg"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, name):
    inside = tmp_path / "in"
    inside.mkdir()
    (tmp_path / "x.jpg").write_bytes(jpeg())
    (tmp_path / "in2").mkdir()
    (tmp_path / "in2" / "x.jpg").write_bytes(jpeg())

    with pytest.raises(BadInput, match="out of the folder") as caught:
        locate(name, [inside])
    assert caught.value.column == "file"


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.jpg").write_bytes(jpeg())
    (tmp_path / "in" / "link.jpg").symlink_to(tmp_path / "secret.jpg")

    with pytest.raises(BadInput, match="out of the folder"):
        locate("link.jpg", [tmp_path / "in"])


@pytest.mark.parametrize("name", ["x" * 5000 + ".jpg", "a\0b.jpg", ".", "nothing.jpg"])
def test_a_name_no_file_can_have_is_simply_not_there(tmp_path, name):
    with pytest.raises(BadInput):
        locate(name, [tmp_path])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20))
def test_what_is_located_lies_inside_the_folder(tmp_path, name):
    try:
        path = locate(name, [tmp_path])
    except BadInput:
        return
    assert path.is_relative_to(tmp_path)
