"""What every view needs: the archive, who is asking, and in which language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, g, session
from sqlite_utils import Database

from archive import access
from archive.access import PUBLIC, Purpose, Viewer
from archive.catalogue import open_catalogue
from archive.clock import today
from archive.derivatives import DerivativeStore
from archive.errors import Forbidden, NotFound
from archive.home import Home
from archive.invitations import viewer_of
from archive.loading import load_works
from archive.records import Work
from archive.vocabulary import Vocabulary
from archive.vocabulary.stored import load_vocabulary, vocabulary_state
from search.engine import SearchEngine
from web.settings import Settings

__all__ = [
    "Site",
    "catalogue",
    "first_shown",
    "language",
    "shown_work",
    "shown_works",
    "site",
    "viewer",
    "vocabulary",
]


@dataclass(slots=True)
class Site:
    """The archive behind one running site, shared by all requests of a process."""

    settings: Settings
    engine: SearchEngine
    known_vocabulary: tuple[str, Vocabulary] | None = None

    @property
    def home(self) -> Home:
        """The home folder it serves."""
        return self.settings.home

    @property
    def derivatives(self) -> DerivativeStore:
        """Display pictures, zoom pyramids and features."""
        return DerivativeStore(self.home.derivatives)


def site() -> Site:
    """Return the archive behind this site."""
    found: Site = current_app.extensions["xiupu"]
    return found


def catalogue() -> Database:
    """Return this request's connection; it is closed when the request ends."""
    if "catalogue" not in g:
        g.catalogue = open_catalogue(site().home)
    found: Database = g.catalogue
    return found


def close_catalogue(_error: BaseException | None = None) -> None:
    """Close this request's connection, if it opened one."""
    found = g.pop("catalogue", None)
    if found is not None:
        found.close()


def vocabulary() -> Vocabulary:
    """Return the vocabulary, read again only when the catalogue's has changed."""
    state = vocabulary_state(catalogue())
    known = site().known_vocabulary
    if known is None or known[0] != state:
        known = (state, load_vocabulary(catalogue()))
        site().known_vocabulary = known
    return known[1]


def viewer() -> Viewer:
    """Return who is asking: by invitation, as long as it holds, or the public."""
    if "viewer" not in g:
        g.viewer = _viewer()
    found: Viewer = g.viewer
    return found


def _viewer() -> Viewer:
    invitation = session.get("invitation")
    if not invitation:
        return PUBLIC
    try:
        return viewer_of(catalogue(), invitation)
    except Forbidden:
        session.clear()
        return PUBLIC


def language() -> str:
    """Return the language of this page, ``zh`` or ``en``."""
    return str(g.get("lang", "zh"))


def shown_works(ids: Iterable[str], purpose: Purpose = Purpose.PAGE) -> list[Work]:
    """Return those works this viewer may see, as she may see them, in the order asked.

    Works taken down or not open yet are left out of lists; :func:`shown_work` says of
    each why it is not there.
    """
    found = load_works(catalogue(), ids).values()
    shown = (access.show(work, viewer(), purpose, today()) for work in found)
    return [work for work in shown if work is not None and not _is_notice(work)]


def _is_notice(work: Work) -> bool:
    """Say whether a work is down, or shown as no more than the day on which it opens."""
    is_kept_closed = work.embargo is not None and work.embargo.holds(today())
    return work.tombstone is not None or (is_kept_closed and not work.photographs)


def first_shown(
    groups: Mapping[str, Sequence[str]],
    fits: Callable[[str, Work], bool] = lambda _group, _work: True,
) -> dict[str, Work]:
    """Return for each group of ids the first work that this viewer may see and that fits.

    Parameters
    ----------
    groups
        Name to ids of works. Nearly always the first fits, so that few are loaded.
    fits
        Takes the group's name and a work as this viewer may see it.
    """
    found: dict[str, Work] = {}
    waiting = {name: iter(ids) for name, ids in groups.items()}
    while waiting:
        heads = {name: next(ids, None) for name, ids in waiting.items()}
        works = {work.id: work for work in shown_works(head for head in heads.values() if head)}
        fitting = {
            name: works[head]
            for name, head in heads.items()
            if head in works and fits(name, works[head])
        }
        found |= fitting
        waiting = {n: ids for n, ids in waiting.items() if heads[n] and n not in fitting}
    return {name: found[name] for name in groups if name in found}


def shown_work(work_id: str, purpose: Purpose = Purpose.PAGE) -> Work:
    """Return one work as this viewer may see it.

    Raises
    ------
    NotFound
        When there is no such work for this viewer; the words do not tell
        a private work from one that does not exist.
    """
    found = load_works(catalogue(), [work_id])
    work = access.show(found[work_id], viewer(), purpose, today()) if found else None
    if work is None:
        raise NotFound(f"there is no work {work_id}", hint="check the number letter by letter")
    return work
