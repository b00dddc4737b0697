"""What many tests need: tiny pictures, sheets, and ways to compare a whole archive."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

from PIL import Image

from archive.changes import change
from archive.drafts import PhotographDraft, WorkDraft
from archive.originals import OriginalStore
from archive.records import Consent, Statement
from archive.works import put_work

#: Rows that only say when and by which run something happened.
HISTORY = {"changes", "imports", "counters", "outbox", "sqlite_sequence", "_sqlite_migrations"}
#: What every work must say before it can be published.
HANDMADE = Statement("handmade", "clerk", "2026-01-01", "unknown")
_TIMES = {"created_at", "updated_at", "published_at", "added_at", "made_at", "recorded_at"}
_RUNS = {"import_id"}


def picture(colour="red", size=(48, 32), mode="RGB"):
    """Return a picture of one colour."""
    return Image.new(mode, size, colour)


def corners(size=(64, 40)):
    """Return a picture whose four quarters differ: red, green, blue, white by reading order."""
    image = Image.new("RGB", size, "white")
    width, height = size[0] // 2, size[1] // 2
    for place, colour in (((0, 0), "red"), ((width, 0), "lime"), ((0, height), "blue")):
        image.paste(colour, (*place, place[0] + width, place[1] + height))
    return image


def encoded(image, form="JPEG", **options):
    """Return the bytes of a picture in a file format."""
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def jpeg(colour="red", size=(48, 32), **options):
    """Return a JPEG of one colour."""
    return encoded(picture(colour, size), **options)


def photographs(folder, *colours):
    """Write a JPEG named for each colour and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for colour in colours:
        (folder / f"{colour}.jpg").write_bytes(jpeg(colour))
    return folder


def sheet(path, *rows, encoding="utf-8"):
    """Write rows, given as dicts, as CSV and return the path.

    Each says that nobody knows whether the piece was made by hand: without that
    nothing is published.
    """
    rows = [{"handmade": "unknown"} | row for row in rows]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, keys, restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def rows_of(db, *, without=HISTORY, times=True):
    """Return every row of the catalogue by table, as JSON in a fixed order.

    Without times, also without the numbers of imports.
    """
    left_out = set() if times else _TIMES | _RUNS
    return {
        name: sorted(
            json.dumps({k: v for k, v in row.items() if k not in left_out}, ensure_ascii=False)
            for row in db.table(name).rows
        )
        for name in sorted(db.table_names())
        if name not in without
    }


def file_tree(root):
    """Return the digest of every file under a folder by its relative name."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(Path(root).rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm", ".lock"))
    }


def photograph(content, name="a.jpg", role="whole", **more):
    """Return the draft of a photograph, as if its file had been read."""
    sha256 = hashlib.sha256(content).hexdigest()
    return PhotographDraft(sha256, name, "image/jpeg", 48, 32, len(content), role, **more)


def draft(*contents, **more):
    """Return the draft of a work with these photographs and, by default, what it must say."""
    more.setdefault(
        "statements",
        (
            Statement("title", "clerk", "2026-01-01", "蝶帽", "zh"),
            HANDMADE,
        ),
    )
    names = (f"{number}.jpg" for number in range(len(contents)))
    pictures = tuple(photograph(c, n) for c, n in zip(contents, names, strict=True))
    return WorkDraft(pictures, **more)


def agreed(*uses, given_on="2020-01-01", how="sheet", **more):
    """Return a consent for these uses, by somebody who speaks for the whole piece."""
    more.setdefault("given_as", "owner")
    return Consent("clerk", how, given_on, frozenset(uses), **more)


def kept_work(home, db, content, **more):
    """Take a work in with its original; returns its id."""
    OriginalStore(home.originals).store(content)
    with change(db, "clerk") as this:
        return put_work(this, draft(content, **more)).work
