"""Records about photographs and parts of them: motifs at a place, guesses, pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "NEIGHBOURS",
    "Duplicate",
    "GuessVerdict",
    "Judgement",
    "Occurrence",
    "PairFound",
    "Region",
    "Suggestion",
]

#: The model that guesses by what people say of other works, of hidden ones as well.
NEIGHBOURS = "neighbours"

#: x, y, width and height in pixels of the upright full-size photograph.
Region: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A motif at a region of a photograph, as one person sees it.

    Parameters
    ----------
    concept
        The motif; ``text`` is what the speaker calls it, if that is another name.
    speaker, said_on, sureness, origin
        As of a :class:`~archive.records.Statement`.
    made_from
        Id of the photograph whose search led here; for staff only. It may be
        gone by now.
    """

    id: str
    photograph: str
    region: Region
    concept: str
    speaker: str
    said_on: str
    text: str = ""
    note: str = ""
    sureness: str = "sure"
    origin: str = "desk"
    made_from: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a program believes about a photograph; never a fact.

    Parameters
    ----------
    field, concept, choice
        What it is about and what is suggested: a concept, or one of the values
        of a field that takes no concept.
    score
        0..1, as the named model gives it.
    model, model_version
        Who says so.
    detail
        What the model says besides, in its own terms: ``frieze p2mm``.
    """

    photograph: str
    field: str
    concept: str | None
    score: float
    model: str
    model_version: str
    choice: str = ""
    detail: str = ""

    @property
    def value(self) -> str:
        """The concept or the choice."""
        return self.concept or self.choice


@dataclass(frozen=True, slots=True)
class GuessVerdict:
    """What somebody said to a suggestion.

    Parameters
    ----------
    photograph, field, value, model, model_version
        Which suggestion.
    verdict
        ``accepted`` or ``rejected``.
    """

    photograph: str
    field: str
    value: str
    model: str
    model_version: str
    verdict: str
    decided_by: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody says of a search result: it shows the same motif, is alike, or is not.

    Parameters
    ----------
    query, region
        Id of the photograph searched with, and the part of it; ``None`` for all of it.
    shown
        Id of the photograph that was found.
    verdict
        ``same motif``, ``alike`` or ``not alike``.
    """

    id: str
    query: str
    region: Region | None
    shown: str
    verdict: str
    speaker: str
    said_on: str


@dataclass(frozen=True, slots=True)
class PairFound:
    """Another photograph that a program takes for the same one.

    Parameters
    ----------
    other
        Its id.
    kind
        ``same file``, byte for byte, or ``same photograph``, in another size or form.
    score
        0..1; 1 for the same file.
    model, model_version
        Who says so.
    """

    other: str
    kind: str
    score: float
    model: str
    model_version: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two photographs that may be one; ``photographs`` and ``works`` are in the same order."""

    photographs: tuple[str, str]
    works: tuple[str, str]
    kind: str
    score: float
    model: str
    model_version: str

    @property
    def is_in_one_work(self) -> bool:
        """Whether one work has both."""
        return self.works[0] == self.works[1]
