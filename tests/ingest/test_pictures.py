import io
import random
import struct

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from archive.errors import BadInput
from ingest.limits import Limits
from ingest.pictures import check_size, decode, decode_array, read_header
from tests.making import corners, encoded, jpeg, picture

pillow_heif.register_heif_opener()
ORIENTATION = 0x0112


def heif(image, **options):
    return encoded(image, "HEIF", quality=-1, chroma=444, **options)


def quarters(content):
    """Return the colours in the middle of the four quarters, in reading order."""
    pixels = decode_array(content).astype(int)
    height, width = pixels.shape[:2]
    return [
        tuple(round(value / 255) for value in pixels[y, x])
        for y in (height // 4, 3 * height // 4)
        for x in (width // 4, 3 * width // 4)
    ]


UPRIGHT = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1)]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (encoded(corners()), "image/jpeg"),
        (encoded(corners(), "PNG"), "image/png"),
        (encoded(corners(), "WEBP", lossless=True), "image/webp"),
        (encoded(corners(), "TIFF"), "image/tiff"),
        (heif(corners()), "image/heic"),
        (encoded(corners(), "AVIF", quality=95), "image/avif"),
        (
            encoded(corners(), "MPO", save_all=True, append_images=[picture("blue", (64, 40))]),
            "image/jpeg",
        ),
    ],
)
def test_every_kind_is_told_by_its_content(content, media_type):
    header = read_header(content)

    assert (header.media_type, header.width_px, header.height_px) == (media_type, 64, 40)
    assert quarters(content) == UPRIGHT


def turned(form, orientation, **options):
    """Return the file of a camera that was held so: turned pixels, and the way back in EXIF."""
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = corners()
    if orientation in back:
        image = image.transpose(back[orientation])
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    # Bytes: from these pillow_heif writes the turn where HEIF wants it, outside EXIF.
    return encoded(image, form, exif=exif.tobytes(), **options)


@pytest.mark.parametrize("orientation", range(10))
@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("JPEG", {"quality": 95}),
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("HEIF", {"quality": -1}),
        ("AVIF", {"quality": 95}),
    ],
)
def test_every_kind_comes_out_upright(form, options, orientation):
    content = turned(form, orientation, **options)
    header = read_header(content)

    assert quarters(content) == UPRIGHT
    assert (header.width_px, header.height_px) == (64, 40)
    assert decode(content).size == (64, 40)


def opened(image, content_mode="RGB", **options):
    picture_ = decode(encoded(image, "PNG", **options))
    assert picture_.mode == content_mode
    return [tuple(int(v) for v in np.asarray(picture_)[0, x]) for x in range(picture_.width)]


def test_transparent_places_are_white():
    image = Image.new("RGBA", (2, 1), (255, 0, 0, 255))
    image.putpixel((1, 0), (0, 0, 0, 0))

    assert opened(image) == [(255, 0, 0), (255, 255, 255)]


def test_grey_with_transparency_is_laid_on_white():
    image = Image.new("LA", (2, 1), (100, 255))
    image.putpixel((1, 0), (0, 0))

    assert opened(image) == [(100, 100, 100), (255, 255, 255)]


def test_a_palette_with_a_transparent_entry_is_laid_on_white():
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 0, 0])
    image.putpixel((1, 0), 1)

    assert opened(image, transparency=1) == [(255, 0, 0), (255, 255, 255)]


def test_one_colour_named_transparent_is_laid_on_white():
    image = Image.new("RGB", (2, 1), (255, 0, 0))
    image.putpixel((1, 0), (1, 2, 3))

    assert opened(image, transparency=(1, 2, 3)) == [(255, 0, 0), (255, 255, 255)]


@pytest.mark.parametrize("mode", ["L", "1"])
def test_grey_and_bitmaps_become_rgb(mode):
    assert opened(picture(255, (1, 1), mode)) == [(255, 255, 255)]


def test_sixteen_bits_are_scaled_and_not_cut_off():
    values = np.array([[0, 128, 255, 32768, 65535]], np.uint16)

    assert opened(Image.fromarray(values)) == [(v, v, v) for v in (0, 0, 1, 128, 255)]


def test_a_very_dark_picture_of_sixteen_bits_stays_dark():
    values = np.full((1, 2), 200, np.uint16)

    assert opened(Image.fromarray(values)) == [(1, 1, 1), (1, 1, 1)]


def png_of_sixteen_bit_rgb(*values):
    """Write a PNG by hand: one row of 48-bit pixels."""
    import zlib

    def chunk(name, body):
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    row = b"\x00" + b"".join(struct.pack(">3H", *value) for value in values)
    head = struct.pack(">2I5B", len(values), 1, 16, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(row))
        + chunk(b"IEND", b"")
    )


def test_colour_of_sixteen_bits_becomes_eight():
    pixels = decode_array(png_of_sixteen_bit_rgb((65535, 0, 0x8000), (0x0100, 0, 0)))

    assert pixels.tolist() == [[[255, 0, 128], [1, 0, 0]]]


def test_a_cmyk_jpeg_comes_out_in_its_colours():
    pixels = decode_array(encoded(picture((0, 255, 255, 0), (16, 16), "CMYK"), quality=95))

    assert pixels.shape == (16, 16, 3)
    assert abs(pixels.astype(int) - [255, 0, 0]).max() <= 3


def profile_with_red_and_green_swapped():
    """Return an sRGB profile whose red and green are named the other way round."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    content = bytes(content)
    return content.replace(b"rXYZ", b"\0tmp").replace(b"gXYZ", b"rXYZ").replace(b"\0tmp", b"gXYZ")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_colour_profile_is_converted_to_srgb(form):
    profile = profile_with_red_and_green_swapped()
    options = {"quality": 95} if form in {"JPEG", "WEBP", "AVIF"} else {}
    content = encoded(picture("red", (16, 16)), form, icc_profile=profile, **options)
    image = decode(content)

    assert abs(np.asarray(image).astype(int) - [0, 255, 0]).max() <= 12


def test_a_profile_nobody_can_read_is_passed_over():
    content = encoded(picture("red", (2, 2)), "PNG", icc_profile=b"no profile")

    assert decode_array(content)[0, 0].tolist() == [255, 0, 0]


def test_a_profile_for_other_pixels_is_passed_over():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    content = encoded(picture("red", (2, 2)), "PNG", icc_profile=lab)

    assert decode_array(content)[0, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_reduced_picture_has_the_size_asked_for(form):
    content = encoded(corners((400, 100)), form)

    assert decode(content, longest_px=100).size == (100, 25)
    assert decode(content, longest_px=1000).size == (400, 100)


def test_a_reduced_line_keeps_one_pixel():
    assert decode(encoded(picture("red", (300, 1)), "PNG"), longest_px=10).size == (10, 1)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"dear diary", "not a picture"),
        (b"\xff\xd8\xff\xe0 nearly", "picture"),
        (encoded(picture(), "GIF"), "not a picture"),
        (encoded(picture(), "BMP"), "not a picture"),
        (b"%PDF-1.7", "not a picture"),
    ],
)
def test_what_is_no_photograph_is_refused_with_a_hint(content, words):
    with pytest.raises(BadInput, match=words) as caught:
        read_header(content)
    assert caught.value.hint


def test_a_picture_of_too_many_pixels_is_refused_by_its_header():
    with pytest.raises(BadInput, match="megapixels"):
        read_header(jpeg(size=(48, 32)), Limits(pixels=48 * 32 - 1))
    assert read_header(jpeg(size=(48, 32)), Limits(pixels=48 * 32)).width_px == 48


def test_a_file_of_too_many_bytes_is_refused_unread():
    with pytest.raises(BadInput, match="at most 1 MB"):
        check_size(2_000_000, Limits(file_bytes=1_000_000))


@pytest.mark.parametrize("form", ["WEBP", "PNG"])
def test_an_animation_of_too_many_frames_is_refused(form):
    frames = [picture((step * 20, 0, 0), (8, 8)) for step in range(4)]
    content = encoded(frames[0], form, save_all=True, append_images=frames[1:])

    with pytest.raises(BadInput, match="4 pictures"):
        read_header(content, Limits(frames=3))
    assert read_header(content, Limits(frames=4)).width_px == 8


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_a_picture_cut_off_in_the_middle_is_refused(form):
    noise = Image.effect_noise((64, 64), 80).convert("RGB")
    content = encoded(noise, form)

    with pytest.raises(BadInput):
        decode(content[: len(content) * 2 // 3])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF", "MPO"])
def test_damaged_bytes_are_refused_or_read_and_never_raise_anything_else(form):
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    options = {} if form == "MPO" else {"exif": exif}
    whole = encoded(Image.effect_noise((24, 16), 80).convert("RGB"), form, **options)
    chance = random.Random(7)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            # Mostly in the first bytes, where everything else is decided.
            place = min(int(chance.expovariate(1 / 150)), len(whole) - 1)
            damaged[place] = chance.randrange(256)
        try:
            read_header(bytes(damaged))
            assert decode(bytes(damaged)).mode == "RGB"
        except BadInput:
            pass


def test_metadata_never_leaves_with_the_pixels():
    exif = Image.Exif()
    exif[0x010E] = "secret"
    picture_ = decode(jpeg(exif=exif))
    again = io.BytesIO()
    picture_.save(again, "WEBP")

    assert b"secret" not in again.getvalue()
