import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from archive.changes import change
from archive.drafts import PhotographDraft, WorkDraft
from archive.erasing.names import Names
from archive.loading import load_work
from archive.originals import OriginalStore, digest_of
from archive.outbox import TaskKind, pending
from archive.works import put_work
from ingest.cleaning import clean_originals, cleaned, says
from ingest.pictures import decode_array, read_header
from tests.making import corners, encoded

HER = "奂姞嫫"
NAMES = Names([HER])


def signed(form="JPEG", artist=HER, orientation=1, **options):
    """Return a picture of four colours that names its photographer."""
    exif = Image.Exif()
    # As bytes: of a text Pillow writes only what is ASCII.
    exif[0x013B], exif[0x0112] = artist.encode(), orientation
    if form == "PNG":
        facts = PngImagePlugin.PngInfo()
        facts.add_text("Author", artist, zip=True)
        options["pnginfo"] = facts
    return encoded(corners(), form, exif=exif, **options)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_name_in_a_file_is_found_whatever_the_kind(form):
    assert says(signed(form), NAMES)
    assert not says(signed(form, "other"), NAMES)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_cleaned_picture_looks_the_same_and_says_nothing(form, orientation):
    content = signed(form, orientation=orientation)
    clean = cleaned(content, NAMES)

    assert not says(clean.content, NAMES)
    assert np.array_equal(decode_array(clean.content), decode_array(content))
    assert read_header(clean.content).media_type == clean.media_type
    assert clean.media_type == ("image/jpeg" if form == "JPEG" else "image/png")


def test_a_jpeg_keeps_its_coded_pixels():
    content = signed()
    scan = content[content.index(b"\xff\xda") :]

    assert cleaned(content, NAMES).content.endswith(scan)


def test_a_profile_that_holds_the_name_goes_and_the_colours_stay():
    content = signed(icc_profile=HER.encode("utf-16-be"))
    clean = cleaned(content, NAMES)

    assert not says(clean.content, NAMES)
    assert np.array_equal(decode_array(clean.content), decode_array(content))


def test_the_new_file_stands_everywhere_in_place_of_the_old(home, db):
    store = OriginalStore(home.originals)
    old, other = store.store(signed("WEBP")), store.store(signed(artist="other"))
    pictures = [
        PhotographDraft(old, "a.webp", "image/webp", 64, 40, 9),
        PhotographDraft(other, "b.jpg", "image/jpeg", 64, 40, 9),
    ]
    with change(db, "clerk") as this:
        work = put_work(this, WorkDraft(tuple(pictures))).work
    db.execute("DELETE FROM outbox")

    assert clean_originals(home, db, NAMES) == 1
    first, second = load_work(db, work).photographs
    assert (first.file_name, first.media_type, second.sha256) == ("a.png", "image/png", other)
    assert first.sha256 == digest_of(store.path(first.sha256)) != old
    assert first.bytes == store.path(first.sha256).stat().st_size
    assert [task.record for task in pending(db, TaskKind.FORGET)] == [old]
    assert [task.record for task in pending(db, TaskKind.DERIVE)] == [first.id]
    (told,) = db.execute("SELECT count(*) FROM changes WHERE instr(after, ?)", [old]).fetchone()
    assert told == 0


def test_only_the_photographs_asked_for_are_looked_at(home, db):
    sha256 = OriginalStore(home.originals).store(signed())
    with change(db, "clerk") as this:
        put_work(this, WorkDraft((PhotographDraft(sha256, "a.jpg", "image/jpeg", 64, 40, 9),)))

    assert clean_originals(home, db, NAMES, []) == 0
    assert clean_originals(home, db, NAMES) == 1
    assert clean_originals(home, db, NAMES) == 0


def test_a_damaged_original_that_holds_the_name_keeps_nothing_else_from_being_cleaned(home, db):
    store = OriginalStore(home.originals)
    spoilt, whole = store.store(signed()), store.store(signed("WEBP"))
    pictures = [
        PhotographDraft(spoilt, "a.jpg", "image/jpeg", 64, 40, 9),
        PhotographDraft(whole, "b.webp", "image/webp", 64, 40, 9),
    ]
    with change(db, "clerk") as this:
        work = put_work(this, WorkDraft(tuple(pictures))).work
    store.path(spoilt).chmod(0o644)
    store.path(spoilt).write_bytes(signed()[:300])
    clean_originals(home, db, NAMES)

    assert not store.path(spoilt).exists()
    assert not says(store.read(load_work(db, work).photographs[1].sha256), NAMES)
