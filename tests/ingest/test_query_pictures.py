import io

import pytest
from PIL import Image

from archive.errors import BadInput
from ingest.limits import Limits
from ingest.query_pictures import QUERY_PX, small_copy
from tests.making import corners, encoded, jpeg, picture
from tests.web.leaks.photographs import told_by_picture

_ORIENTATION, _ARTIST = 0x0112, 0x013B


def opened(content):
    return Image.open(io.BytesIO(content))


def test_a_copy_is_upright_webp_that_says_nothing_besides_its_pixels():
    exif = Image.Exif()
    exif[_ORIENTATION], exif[_ARTIST] = 6, "somebody"
    sent = encoded(corners((64, 40)), exif=exif, comment=b"hers")

    copy = small_copy(sent)

    assert told_by_picture(copy) == {}
    assert (opened(copy).format, opened(copy).size) == ("WEBP", (40, 64))


def test_a_large_picture_is_made_smaller_and_a_small_one_is_not():
    large, small = small_copy(jpeg("red", (3200, 1600))), small_copy(jpeg("red", (300, 200)))

    assert opened(large).size == (QUERY_PX, QUERY_PX // 2)
    assert opened(small).size == (300, 200)


@pytest.mark.parametrize("content", [b"", b"no picture", jpeg()[:200]])
def test_what_cannot_be_read_is_refused(content):
    with pytest.raises(BadInput):
        small_copy(content)


def test_beyond_the_limits_it_is_refused_before_it_is_decoded():
    bomb = encoded(picture(0, (2000, 2000), "1"), "PNG")

    with pytest.raises(BadInput, match="4 megapixels"):
        small_copy(bomb, Limits(pixels=1_000_000))
