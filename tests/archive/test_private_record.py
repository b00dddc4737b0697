from archive.catalogue import create_catalogue
from archive.changes import change
from archive.drafts import PhotographDraft, WorkDraft
from archive.home import Home
from archive.private_record import private_flags
from archive.works import put_work


def test_only_the_sorts_of_private_facts_are_told(tmp_path):
    db = create_catalogue(Home(tmp_path / "home"))
    private = {
        "GPS GPSLatitude": "[28, 49, 1]",
        "EXIF BodySerialNumber": "123",
        "Image Artist": "somebody",
        "EXIF ImageUniqueID": "x",
    }
    bare = PhotographDraft("b" * 64, "b.jpg", "image/jpeg", 4, 3, 10)
    full = PhotographDraft("a" * 64, "a.jpg", "image/jpeg", 4, 3, 10, private=private)
    with change(db, "test") as this:
        work = put_work(this, WorkDraft((full, bare))).work

    flags = private_flags(db, work)
    db.close()

    assert list(flags.values()) == [("other", "person", "position", "serial")]
