"""A work as data, with the pieces it belongs to as far as they may be named."""

from __future__ import annotations

from dataclasses import replace

from archive.access import Purpose
from archive.browsing import parts_of
from archive.clock import today
from archive.records import Work
from web.addresses import site_url
from web.context import catalogue, shown_works, vocabulary
from web.json_shapes import work_json

__all__ = ["work_data"]


def work_data(work: Work) -> dict[str, object]:
    """Return a work, as this viewer may see it, ready for JSON."""
    if work.embargo is not None and not work.embargo.holds(today()):
        # Why it was closed once is for the history.
        work = replace(work, embargo=None)
    wholes = [part.whole for part in work.part_of]
    return work_json(
        work,
        vocabulary(),
        site_url(),
        visible={whole.id for whole in shown_works(wholes, Purpose.API)},
        parts=[part.id for part in shown_works(parts_of(catalogue(), work.id), Purpose.API)],
    )
