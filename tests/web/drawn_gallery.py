"""A gallery of drawn pieces whose motifs can be searched for, and a visitor's photograph."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path

import numpy as np
from PIL import Image

from archive.catalogue import create_catalogue, open_catalogue
from archive.changes import change
from archive.drafts import WorkDraft
from archive.home import Home
from archive.works import put_work
from ingest.specimens import Specimen, draw
from ingest.uploading import take_photograph
from tests.making import agreed
from tests.web.conftest import said
from web.finishing import finish_outbox

__all__ = ["HIDDEN", "MOTIF_BOX", "PIECES", "build_drawn_gallery", "piece", "visitors_photograph"]

#: Title to recipe; the last one is agreed to by nobody.
PIECES = {
    "蝶帽": Specimen("butterfly", "flat-stitch", "festive-night", seed=3),
    "鱼帽": Specimen("fish", "chain-stitch", "shidong-red", seed=4),
    "龙帽": Specimen("dragon", "flat-stitch", "leishan-green", seed=5),
    "太阳帽": Specimen("sun", "cross-stitch", "youzhou-bright", seed=6),
}
HIDDEN = "太阳帽"
_WIDTH_PX = 640
_TABLE = (1200, 900)
_CORNER = (300, 150)
#: Where the butterfly lies in the visitor's photograph: x, y, width, height as shares.
MOTIF_BOX = (0.30, 0.25, 0.42, 0.45)


def piece(title: str) -> Image.Image:
    """Return the picture of a piece."""
    return Image.fromarray(draw(PIECES[title], width_px=_WIDTH_PX))


def encoded(image: Image.Image) -> bytes:
    """Return a picture as a JPEG."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=90)
    return stream.getvalue()


def visitors_photograph() -> bytes:
    """Return the butterfly cap on a table, turned a little and in less light, in a JPEG."""
    turned = piece("蝶帽").rotate(8, Image.Resampling.BICUBIC, fillcolor=(110, 84, 60))
    dim = np.asarray(turned.resize((600, 600 * turned.height // turned.width))) * 0.85
    table = Image.new("RGB", _TABLE, (110, 84, 60))
    table.paste(Image.fromarray(dim.astype(np.uint8)), _CORNER)
    return encoded(table)


def build_drawn_gallery(folder: Path) -> tuple[Home, dict[str, str]]:
    """Make an archive of the pieces; returns it with the id of each work by its title."""
    home = Home(folder / "home")
    create_catalogue(home).close()
    works = {}
    with closing(open_catalogue(home)) as db:
        for title in PIECES:
            draft = WorkDraft(
                photographs=(take_photograph(encoded(piece(title)), f"{title}.jpg", home),),
                statements=(
                    said("title", title, lang="zh"),
                    said("handmade", "all"),
                    said("motif", concept=f"motif/{PIECES[title].motif}"),
                    said("technique", concept="technique/flat-stitch"),
                ),
                consent=agreed("pictures") if title != HIDDEN else None,
                publish=True,
            )
            with change(db, "clerk") as this:
                works[title] = put_work(this, draft).work
        assert finish_outbox(home, db) == []
    return home, works
