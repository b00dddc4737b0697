"""What programs suggest of a work, as the desk asks a person about it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.field_table import field_of
from archive.records import Work
from archive.suggestions import open_suggestions, suggestion_key, verdicts_of
from web.context import catalogue, language
from web.facts import guessed_words
from web.history_words import VERDICTS
from web.translating import translate

__all__ = ["AnsweredGuess", "DeskGuess", "answered_guesses", "guesses_to_answer"]

#: From which score on which words stand for it. Words only: nothing is decided by
#: them, and each model's scores are its own.
_SURE, _LIKELY = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class DeskGuess:
    """One suggestion with two buttons.

    Parameters
    ----------
    key
        Names it in addresses.
    label, words
        What it is about, and what is suggested.
    score_words, percent
        How sure the program is, in words and as it says itself.
    """

    key: str
    label: str
    words: str
    score_words: str
    percent: int
    photograph: str
    model: str
    model_version: str
    detail: str


@dataclass(frozen=True, slots=True)
class AnsweredGuess:
    """One that somebody has answered, which can be asked again."""

    key: str
    label: str
    words: str
    answer: str
    decided_by: str
    day: str


def guesses_to_answer(work: Work) -> list[DeskGuess]:
    """Return the suggestions nobody has answered yet, the surest first."""
    return [
        DeskGuess(
            key=suggestion_key(each),
            label=_label(each.field),
            words=guessed_words(each),
            score_words=_score_words(each.score),
            percent=round(100 * each.score),
            photograph=each.photograph,
            model=each.model,
            model_version=each.model_version,
            detail=each.detail,
        )
        for each in open_suggestions(work)
    ]


def answered_guesses(work: Work) -> list[AnsweredGuess]:
    """Return what people answered, the newest first; once for all photographs of the work."""
    found = {}
    for each in verdicts_of(catalogue(), work.id):
        found[each.field, each.value, each.model, each.model_version] = AnsweredGuess(
            suggestion_key(each),
            _label(each.field),
            guessed_words(each),
            translate(VERDICTS[each.verdict], language()),
            each.decided_by,
            each.decided_at[:10],
        )
    return list(reversed(found.values()))


def _label(name: str) -> str:
    field = field_of(name, "work")
    return field.label.pick(language()) if field else name


def _score_words(score: float) -> str:
    if score >= _SURE:
        return translate("很有把握", language())
    if score >= _LIKELY:
        return translate("比较有把握", language())
    return translate("没有多少把握", language())
