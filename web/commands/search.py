"""``xiupu search``."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from sqlite_utils import Database

from archive import access
from archive.access import CURATOR, PUBLIC, Purpose
from archive.clock import today
from archive.curated import all_collections
from archive.errors import ArchiveError, BadInput
from archive.home import Home
from archive.loading import load_works
from archive.makers import all_makers
from archive.records import Work
from archive.vocabulary.stored import load_vocabulary
from ingest.embedding import Model, active_model
from ingest.features.colour import NamedColour
from ingest.pictures import read_header
from ingest.querying import measured_parts
from ingest.queue import in_order, named_colours
from search.engine import SearchEngine
from search.results import SearchResult
from search.visual import Part
from web.asked_regions import MOST_REGIONS, Box, regions_in, written
from web.commands.terminal import existing_archive, print_json
from web.finishing import finish_outbox
from web.json_shapes import search_json
from web.placing import placed_in_whole
from web.settings import load_settings

__all__ = ["parse_filter", "search"]

# Starting worker processes costs about as much as measuring this many pictures.
_WORTH_A_POOL = 6

_Measured = tuple[list[Part], list[Box]]


@click.command()
@click.argument("query", default="")
@click.option(
    "--image", "images", multiple=True, type=click.Path(path_type=Path), help="Search by a picture."
)
@click.option(
    "--region",
    "regions",
    multiple=True,
    metavar="x,y,w,h",
    help="Part of the picture; pct: for per cent. Several are looked for together.",
)
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Narrow; may be repeated.")
@click.option("--limit", type=click.IntRange(1, 1000), default=24, show_default=True)
@click.option("--public", is_flag=True, help="Only what a visitor of the site would find.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON; one line a picture.")
@click.pass_context
def search(
    ctx: click.Context,
    query: str,
    images: tuple[Path, ...],
    regions: tuple[str, ...],
    where: tuple[str, ...],
    limit: int,
    public: bool,
    as_json: bool,
) -> None:
    """Search by words, or by one or more pictures.

    Example: xiupu search 蝴蝶 --where technique=split-thread

    Example: xiupu search --image photo.jpg --region pct:20,20,40,40
    """
    if len(regions) > MOST_REGIONS:
        raise click.UsageError(f"at most {MOST_REGIONS} regions are looked for at once")
    if images and query:
        raise click.UsageError("search by words or by --image, not both; narrow with --where")
    filters = [parse_filter(text) for text in where]
    failed = False
    with existing_archive(ctx) as (home, db):
        finish_outbox(home, db)
        asked = _Asked(home, db, filters, limit, public)
        show = print_json if as_json else _tell
        if not images:
            show(asked.by_words(query))
        for image, measured in _measured(home, db, images, regions):
            answer = asked.by_picture(image, regions, measured)
            failed = failed or "error" in answer
            show(answer)
    ctx.exit(1 if failed else 0)


class _Asked:
    """One call's home, filters and limit; each method gives one JSON answer."""

    def __init__(
        self,
        home: Home,
        db: Database,
        where: Sequence[tuple[str, str]],
        limit: int,
        public: bool,
    ) -> None:
        self._db = db
        self._engine = SearchEngine(home)
        self._where = where
        self._limit = limit
        self._public = public
        self._base_url = load_settings(home).site_url.rstrip("/")
        self._vocabulary = load_vocabulary(db)
        self._names = {maker.id: maker.name for maker in all_makers(db)}
        self._names |= {each.slug: each.title for each in all_collections(db)}

    def by_words(self, query: str) -> dict[str, Any]:
        started = time.perf_counter()
        result = self._engine.by_words(
            query,
            audience="public" if self._public else "desk",
            where=self._where,
            limit=self._limit,
        )
        return self._answer({"text": query}, result, started)

    def by_picture(
        self, image: Path, regions: Sequence[str], measured: Callable[[], _Measured]
    ) -> dict[str, Any]:
        started = time.perf_counter()
        query: dict[str, Any] = {"image": image.name, "region": regions[0] if regions else None}
        query |= {"regions": list(regions)}
        try:
            parts, boxes = measured()
        except ArchiveError as error:
            nothing = self._answer(query, SearchResult(0, ()), started)
            return nothing | {"error": error.message, "hint": error.hint}
        result = self._engine.by_picture(
            parts,
            audience="public" if self._public else "desk",
            where=self._where,
            limit=self._limit,
        )
        return self._answer(query, placed_in_whole(result, parts, boxes), started)

    def _answer(
        self, query: dict[str, Any], result: SearchResult, started: float
    ) -> dict[str, Any]:
        works = self._shown([hit.work for hit in result.hits])
        query |= {"where": [list(pair) for pair in self._where], "limit": self._limit}
        took_ms = (time.perf_counter() - started) * 1000
        return search_json(
            result, works, self._vocabulary, query, took_ms, self._base_url, self._names
        )

    def _shown(self, ids: Sequence[str]) -> list[Work]:
        viewer = PUBLIC if self._public else CURATOR
        found = load_works(self._db, ids).values()
        shown = (access.show(work, viewer, Purpose.API, today()) for work in found)
        return [work for work in shown if work is not None]


def parse_filter(text: str) -> tuple[str, str]:
    """Read ``field=value``.

    Raises
    ------
    UsageError
        When it is not of that form.
    """
    field, equals, value = text.partition("=")
    if not equals or not value.strip():
        raise click.UsageError(f"--where takes field=value, not {text!r}")
    return field.strip(), value.strip()


def _measured(
    home: Home, db: Database, images: Sequence[Path], regions: Sequence[str]
) -> list[tuple[Path, Callable[[], _Measured]]]:
    """Pair each picture with what gives its parts or raises, in order."""
    colours = named_colours(db)
    jobs = min(os.cpu_count() or 1, 8) if len(images) >= _WORTH_A_POOL else 1
    arguments = ((home, image, colours, tuple(regions)) for image in images)
    return list(zip(images, in_order(_parts, arguments, jobs), strict=True))


def _parts(
    home: Home, image: Path, colours: Sequence[NamedColour], regions: Sequence[str]
) -> _Measured:
    try:
        content = image.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{image.name} cannot be read: {error.strerror}", hint="check the name"
        ) from error
    header = read_header(content)
    boxes = regions_in(regions, (header.width_px, header.height_px))
    wanted = [written(box) for box in boxes] or [""]
    model = active_model(home)
    used = model if isinstance(model, Model) else None
    found = measured_parts(content, colours, used, regions=wanted)
    return [Part(*each) for each in found], list(boxes)


def _tell(answer: dict[str, Any]) -> None:
    if "error" in answer:
        click.echo(f"{answer['query']['image']}: {answer['error']}", err=True)
        return
    click.echo(f"{answer['total']} found")
    for hit in answer["hits"]:
        title = hit["title"]["zh"] or hit["title"]["en"]
        region = f" at {','.join(map(str, hit['region']))}" if hit["region"] else ""
        click.echo(f"  {hit['score']:.2f}  {hit['work']}  {title}  {hit['file']}{region}")
