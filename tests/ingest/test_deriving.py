import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image

from archive.derivatives import SIZES_PX, DerivativeStore
from archive.durable import write_durably
from archive.errors import ArchiveError
from archive.features import read_features
from archive.originals import OriginalStore
from ingest.deriving import derive
from ingest.features.colour import NamedColour
from ingest.pictures import decode_array, read_header
from tests.making import corners, encoded, jpeg, picture

COLOURS = (NamedColour("colour/red", (53.0, 80.0, 67.0)), NamedColour("colour/white", (100, 0, 0)))
ORIENTATION = Path(__file__).parents[2].parent / "shared" / "data" / "orientation"


def derived(home, content):
    sha256 = OriginalStore(home.originals).store(content)
    derive(home, sha256, COLOURS)
    return DerivativeStore(home.derivatives), sha256


def opened(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")).astype(int)


def zoomed(path, page=0):
    image = pyvips.Image.new_from_buffer(path.read_bytes(), "", page=page)
    return np.asarray(image).astype(int)


def test_everything_that_should_be_there_is_made(home):
    store, sha256 = derived(home, jpeg(size=(400, 300)))

    assert store.is_complete(sha256)
    assert sorted(store.of(sha256).iterdir()) == sorted(store.expected(sha256))


def test_sizes_are_at_most_what_they_are_called_and_never_enlarged(home):
    store, sha256 = derived(home, encoded(corners((1000, 500)), "PNG"))
    sizes = {px: opened(store.size(sha256, px)).shape[:2] for px in SIZES_PX}

    assert sizes == {320: (160, 320), 640: (320, 640), 1280: (500, 1000), 2048: (500, 1000)}


def test_one_pixel_is_a_picture_too(home):
    store, sha256 = derived(home, encoded(picture("red", (1, 1)), "PNG"))

    assert store.is_complete(sha256)
    assert read_features(store.features(sha256)).width_px == 1


def test_the_zoom_pyramid_holds_every_pixel_in_tiles_and_halves(home):
    store, sha256 = derived(home, encoded(corners((1100, 700)), "PNG"))
    zoom = store.zoom(sha256)
    image = pyvips.Image.new_from_file(str(zoom))

    assert (image.width, image.height) == (1100, 700)
    assert image.get("tile-width") == image.get("tile-height") == 512
    assert zoomed(zoom, 1).shape[:2] == (350, 550)
    assert abs(zoomed(zoom)[20, 20] - [255, 0, 0]).max() <= 6
    assert abs(zoomed(zoom)[690, 20] - [0, 0, 255]).max() <= 6


def test_nothing_private_of_the_file_is_in_what_is_made(home):
    exif = Image.Exif()
    exif[0x013B] = "Secret Name"
    exif.get_ifd(0x8825).update({1: "N", 2: (26.0, 33.0, 12.0), 0x1D: "2024:05:06"})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Secret Place</x:xmpmeta>'
    store, sha256 = derived(
        home, encoded(corners((700, 400)), exif=exif, xmp=xmp, comment=b"Secret Comment")
    )
    made = b"".join(path.read_bytes() for path in store.expected(sha256))

    assert b"Secret" not in made
    for mark in (b"Exif\x00", b"EXIF", b"xmpmeta", b"ns.adobe.com", b"GPS", b"2024:05:06"):
        assert mark not in made
    for px in SIZES_PX:
        with Image.open(store.size(sha256, px)) as image:
            assert {*image.info} <= {"loop", "background", "timestamp", "duration"}


def test_only_what_is_missing_is_made_again(home):
    store, sha256 = derived(home, jpeg(size=(400, 300)))
    before = {path: path.stat().st_mtime_ns for path in store.expected(sha256)}
    store.size(sha256, 640).unlink()
    derive(home, sha256, COLOURS)
    changed = {path for path in before if path.stat().st_mtime_ns != before[path]}

    assert changed == {store.size(sha256, 640)}


def test_torn_features_are_made_again(home):
    store, sha256 = derived(home, jpeg(size=(400, 300)))
    store.features(sha256).write_bytes(b"torn")
    derive(home, sha256, COLOURS)

    assert read_features(store.features(sha256)) is not None


def test_an_original_that_is_missing_is_told(home):
    with pytest.raises(ArchiveError, match="cannot be read"):
        derive(home, "a" * 64, COLOURS)


def test_the_same_original_gives_the_same_bytes(home, tmp_path):
    store, sha256 = derived(home, jpeg(size=(400, 300)))
    first = [path.read_bytes() for path in store.expected(sha256)]
    store.forget(sha256)
    derive(home, sha256, COLOURS)

    assert [path.read_bytes() for path in store.expected(sha256)] == first


@pytest.mark.skipif(not ORIENTATION.is_dir(), reason="the orientation files are not here")
@pytest.mark.parametrize("kind", ["Landscape", "Portrait"])
def test_photographs_of_every_orientation_come_out_alike_and_upright(kind):
    contents = [(ORIENTATION / f"{kind}_{n}.jpg").read_bytes() for n in range(9)]
    headers = [read_header(content) for content in contents]
    upright = decode_array(contents[1]).astype(int)

    assert len({(header.width_px, header.height_px) for header in headers}) == 1
    assert (upright.shape[1] > upright.shape[0]) is (kind == "Landscape")
    assert max(abs(decode_array(each).astype(int) - upright).mean() for each in contents) < 8


@pytest.mark.skipif(not ORIENTATION.is_dir(), reason="the orientation files are not here")
@pytest.mark.parametrize("kind", ["Landscape", "Portrait"])
def test_sizes_and_zoom_of_every_orientation_are_alike(home, kind):
    store, first = derived(home, (ORIENTATION / f"{kind}_1.jpg").read_bytes())
    made = [(store, first)]
    for number in (0, 2, 3, 4, 5, 6, 7, 8):
        content = (ORIENTATION / f"{kind}_{number}.jpg").read_bytes()
        # Features take most of the time and are not looked at here.
        features = store.features(hashlib.sha256(content).hexdigest())
        write_durably(features, store.features(first).read_bytes())
        made.append(derived(home, content))
    sizes = {px: [opened(store.size(sha, px)) for store, sha in made] for px in (320, 2048)}
    zooms = [zoomed(store.zoom(sha)) for store, sha in made]

    for pictures in (*sizes.values(), zooms):
        assert len({each.shape for each in pictures}) == 1
        assert max(abs(each - pictures[0]).mean() for each in pictures) < 8


def test_what_is_sent_is_webp(home):
    store, sha256 = derived(home, jpeg(size=(40, 30)))
    with Image.open(io.BytesIO(store.size(sha256, 320).read_bytes())) as image:
        assert image.format == "WEBP"
