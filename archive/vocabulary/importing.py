"""Lists of concepts taken in: new ones added, known ones brought up to date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.changes import Change
from archive.errors import BadInput
from archive.vocabulary.checks import problems
from archive.vocabulary.concept import Concept
from archive.vocabulary.editing import put_concepts
from archive.vocabulary.stored import stored_concepts

__all__ = ["ListImport", "import_concepts"]


@dataclass(frozen=True, slots=True)
class ListImport:
    """What became of the concepts of a list, by id; ``failed`` has one error for each."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[BadInput, ...] = ()


def import_concepts(change: Change, concepts: Iterable[Concept], source: str = "") -> ListImport:
    """Take concepts in; those of the catalogue that are not among them stay as they are.

    One that cannot stand among the others is left out, and so is what points at
    it; all the rest comes in together.

    Parameters
    ----------
    source
        Name of the file, for the log and for messages.
    """
    held = stored_concepts(change.db)
    offered = {concept.id: concept for concept in concepts}
    wanted = {i: concept for i, concept in offered.items() if held.get(i) != concept}
    failed: dict[str, BadInput] = {}
    # Leaving one out can pull the ground from under the next.
    while found := problems(held | wanted, wanted.keys()):
        failed |= found
        wanted = {i: concept for i, concept in wanted.items() if i not in found}
    for error in failed.values():
        error.file = source or None
    if wanted:
        put_concepts(change, wanted.values(), "import", source)
    return ListImport(
        added=tuple(sorted(wanted.keys() - held.keys())),
        changed=tuple(sorted(wanted.keys() & held.keys())),
        unchanged=tuple(sorted(offered.keys() - wanted.keys() - failed.keys())),
        failed=tuple(failed[i] for i in sorted(failed)),
    )
