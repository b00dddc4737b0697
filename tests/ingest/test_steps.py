import pytest

from archive.errors import BadInput
from archive.originals import OriginalStore
from ingest.limits import Limits
from ingest.steps import REHEARSAL, STEPS, Taking, take, take_files
from tests.making import encoded, jpeg, photograph, picture


def files(tmp_path, **contents):
    for name, content in contents.items():
        (tmp_path / f"{name}.jpg").write_bytes(content)
    return [(tmp_path / f"{name}.jpg", f"sub/{name}.jpg", "whole") for name in contents]


def test_a_photograph_runs_through_every_step(home):
    draft = take(Taking(jpeg(), "苗绣.jpg", home, "detail"))

    assert draft == photograph(jpeg(), "苗绣.jpg", "detail")
    assert list(OriginalStore(home.originals)) == [draft.sha256]


def test_a_rehearsal_does_all_but_write(home):
    draft = take(Taking(jpeg(), "a.jpg", home), REHEARSAL)

    assert draft == photograph(jpeg())
    assert list(OriginalStore(home.originals)) == []
    assert set(STEPS) - set(REHEARSAL) == {STEPS[-1]}


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (b"", Limits()),
        (b"dear diary", Limits()),
        (jpeg()[:200], Limits()),
        (jpeg(), Limits(pixels=100)),
        (jpeg(), Limits(file_bytes=100)),
    ],
)
def test_a_bad_file_is_named_and_nothing_of_it_is_kept(home, content, limits):
    with pytest.raises(BadInput) as caught:
        take(Taking(content, "苗绣.jpg", home, limits=limits))
    assert caught.value.file == "苗绣.jpg"
    assert list(OriginalStore(home.originals)) == []


def test_the_name_plays_no_part_in_telling_the_type(home):
    draft = take(Taking(encoded(picture(), "PNG"), "a.jpg", home))

    assert draft.media_type == "image/png"


def test_the_photographs_of_a_work_are_kept_all_or_none(tmp_path, home):
    places = files(tmp_path, good=jpeg("red"), bad=b"torn", other=jpeg("blue"))

    with pytest.raises(BadInput) as caught:
        take_files(places, home)
    assert caught.value.file == "sub/bad.jpg"
    assert list(OriginalStore(home.originals)) == []


def test_photographs_keep_their_order_names_and_roles(tmp_path, home):
    drafts = take_files(files(tmp_path, one=jpeg("red"), two=jpeg("blue")), home)

    assert [d.file_name for d in drafts] == ["sub/one.jpg", "sub/two.jpg"]
    assert len(list(OriginalStore(home.originals))) == 2


def test_a_file_that_has_gone_is_told_by_name(tmp_path, home):
    with pytest.raises(BadInput, match="cannot be read") as caught:
        take_files([(tmp_path / "gone.jpg", "gone.jpg", "whole")], home)
    assert caught.value.file == "gone.jpg"
