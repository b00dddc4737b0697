import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ingest.exif import FileSays, read_exif
from tests.making import encoded, jpeg, picture

MAKE, MODEL, TAKEN, ARTIST, GPS = 0x010F, 0x0110, 0x9003, 0x013B, 0x8825


def exif_of(**more):
    exif = Image.Exif()
    exif[MAKE] = more.get("make", "Huawei")
    exif[MODEL] = more.get("model", "P40")
    exif[ARTIST] = "Secret Name"
    exif.get_ifd(0x8769)[TAKEN] = more.get("taken", "2024:05:06 07:08:09")
    exif.get_ifd(0x8769)[0xA431] = "SERIAL123"
    exif.get_ifd(GPS).update({1: "N", 2: (26.0, 33.0, 12.0), 3: "E", 4: (108.0, 5.0, 1.0)})
    return exif


def said(content):
    return {s.field: s.text for s in read_exif(content).statements}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_the_day_and_the_camera_become_statements_of_the_camera(form):
    content = encoded(picture(), form, exif=exif_of().tobytes())

    assert said(content) == {"taken": "2024-05-06T07:08:09", "camera": "Huawei P40"}
    assert {s.origin for s in read_exif(content).statements} == {"camera"}
    assert {s.speaker for s in read_exif(content).statements} == {"Huawei P40"}


def test_position_serial_and_name_are_private_and_nowhere_else():
    says = read_exif(jpeg(exif=exif_of()))
    private = " ".join(says.private)

    assert "GPSLatitude" in private
    assert "SERIAL123" in says.private.values()
    assert "Secret Name" in says.private.values()
    assert "SERIAL123" not in repr(says.statements)
    assert "Secret" not in repr(says.statements)


def test_a_maker_that_stands_in_the_model_is_not_said_twice():
    assert said(jpeg(exif=exif_of(make="HUAWEI", model="HUAWEI P40")))["camera"] == "HUAWEI P40"


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2024:13:45 07:08:09", "yesterday"]
)
def test_a_day_that_is_none_is_not_said(taken):
    assert "taken" not in said(jpeg(exif=exif_of(taken=taken)))


def test_a_file_without_exif_says_nothing():
    assert read_exif(jpeg()) == FileSays()


@given(st.binary(max_size=300))
def test_any_bytes_may_follow_and_nothing_is_raised(rest):
    for start in (
        b"",
        b"\xff\xd8\xff\xe1\x00\x40Exif\x00\x00II*\x00",
        b"RIFF",
        b"\x89PNG\r\n\x1a\n",
    ):
        read_exif(start + rest)
