import io

import pytest
from PIL import Image

from ingest.jpeg_segments import metadata_of, segments, without_metadata
from tests.making import encoded, picture

WORDS = b"somebody's name"


def wordy(**options):
    """Return a JPEG with words in every place that takes some."""
    exif = Image.Exif()
    exif[0x013B] = WORDS.decode()
    content = encoded(picture("red"), exif=exif, comment=WORDS, xmp=WORDS, **options)
    return content + WORDS


def pixels(content):
    with Image.open(io.BytesIO(content)) as image:
        return image.convert("RGB").tobytes()


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_parts_joined_are_the_file_again(options):
    content = wordy(**options)

    assert b"".join(part.content for part in segments(content)) == content


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_without_metadata_only_the_words_are_gone(options):
    bare = without_metadata(wordy(**options))

    assert WORDS not in bare
    assert pixels(bare) == pixels(wordy(**options))
    assert b"".join(p.content for p in segments(wordy(**options)) if not p.is_metadata) == bare


def test_the_colour_profile_stays():
    profile = b"a profile " * 9
    bare = without_metadata(wordy(icc_profile=profile))

    with Image.open(io.BytesIO(bare)) as image:
        assert image.info["icc_profile"] == profile


def test_how_it_is_turned_can_be_put_in_again():
    exif = Image.Exif()
    exif[0x0112] = 6
    bare = without_metadata(wordy(), exif=exif.tobytes())

    with Image.open(io.BytesIO(bare)) as image:
        assert dict(image.getexif()) == {0x0112: 6}


def test_words_are_looked_for_in_the_profile_too_and_not_among_pixels():
    told = metadata_of(wordy(icc_profile=b"profile of somebody"))

    assert WORDS in told
    assert b"profile of somebody" in told
    assert len(told) < len(wordy(icc_profile=b"profile of somebody"))


@pytest.mark.parametrize(
    "content", [b"", b"no picture", wordy()[:40], wordy()[: len(wordy()) // 2]]
)
def test_what_is_no_whole_jpeg_is_refused(content):
    with pytest.raises(ValueError, match=r"JPEG|end"):
        list(segments(content))
