import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.originals import OriginalStore
from ingest.uploading import clean_file_name, take_photograph
from tests.making import jpeg


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("苗绣.jpg", "苗绣.jpg"),
        ("C:\\fotos\\苗绣.jpg", "苗绣.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\u202egpj.exe", "abgpj.exe"),
        ("", "photograph"),
        ("..", "photograph"),
        ("x" * 300 + ".jpg", ("x" * 300 + ".jpg")[-120:]),
    ],
)
def test_a_name_is_kept_as_words(sent, kept):
    assert clean_file_name(sent) == kept


@given(st.text())
def test_a_name_never_leads_anywhere(sent):
    name = clean_file_name(sent)

    assert name
    assert "/" not in name
    assert name not in {".", ".."}
    assert len(name) <= 120


def test_a_photograph_is_kept_and_described(home):
    draft = take_photograph(jpeg(), "苗绣.jpg", home, role="detail")

    assert (draft.file_name, draft.role, draft.width_px, draft.height_px) == (
        "苗绣.jpg",
        "detail",
        48,
        32,
    )
    assert OriginalStore(home.originals).read(draft.sha256) == jpeg()


def test_nothing_is_kept_of_what_is_no_photograph(home):
    with pytest.raises(BadInput) as caught:
        take_photograph(b"dear diary", "苗绣.jpg", home)
    assert caught.value.file == "苗绣.jpg"
    assert list(OriginalStore(home.originals)) == []
