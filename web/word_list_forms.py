"""The forms of the desk's page of word lists, checked on the server."""

from __future__ import annotations

import re

from wtforms import ValidationError
from wtforms.validators import InputRequired, Length

from archive.errors import ArchiveError
from archive.vocabulary import SCHEMES
from web.desk_forms import PlainForm
from web.typed_text import ShortText

__all__ = [
    "ANY_SENTENCE",
    "SENTENCES",
    "AddForm",
    "ConceptForm",
    "MergeForm",
    "NameForm",
    "UndoForm",
    "word_sentence",
]

_LONG = Length(max=200, message="写得太长了（最多 200 个字）。")
_NAME = Length(max=80, message="名字太长了（最多 80 个字）。")
_NEEDS_CHINESE = InputRequired("请写中文名。")
_NEEDS_SLUG = InputRequired("请写短名，例如 old-butterfly。")
_NEEDS_NAME = InputRequired("请写叫法。")
_NEEDS_OTHER = InputRequired("请写要并到哪个词。")
_NEEDS_REASON = InputRequired("请写为什么。")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_WORD = "请选一个词，或者写出它的名字。"

#: What the archive says in English, by a part of its message, and what the page says.
SENTENCES = (
    ("nobody says", "这个叫法已经有人认过了。"),
    ("already the preferred name", "词表里已经有这个名字的词了。可以认作它的另一个叫法。"),
    ("is the name of", "这是另一个词的正式名字。如果两个是一回事，请把它们并成一个。"),
    ("already", "这个短名已经用过了，请换一个。"),
    ("is narrower than", "那个词是这个词下面的细分。请反过来并。"),
    ("cannot be made one", "要并的是同一张表里两个不同的词。"),
    ("has been merged", "这个词先前已经并掉了。"),
    ("changed again", "这个词后来又改过。请先撤回后面那次。"),
    ("records use it", "已经有作品用了这个词，不能撤掉。可以把它并到另一个词。"),
    ("point at it", "别的词还连着这个词，不能撤掉。"),
    ("another list", "那个词在另一张表里。"),
    ("no concept", "词表里没有这个词。"),
)
ANY_SENTENCE = "没有成。请回到词表再看一次。"


def word_sentence(error: ArchiveError) -> str:
    """Return what the page says about a change that was refused, in Chinese.

    Examples
    --------
    >>> from archive.errors import Conflict
    >>> word_sentence(Conflict("motif/a stays: records use it"))
    '已经有作品用了这个词，不能撤掉。可以把它并到另一个词。'
    """
    found = (said for part, said in SENTENCES if part in error.message)
    return next(found, ANY_SENTENCE)


class _WordForm(PlainForm):
    """A form about a name of one list."""

    scheme = ShortText()
    text = ShortText()

    def validate_scheme(self, field: ShortText) -> None:
        """Take one of the lists."""
        if field.data not in SCHEMES:
            raise ValidationError("没有这张词表。")

    def typed(self, name: str) -> str:
        """Return what stands in a box."""
        return (self[name].data or "").strip()


class NameForm(_WordForm):
    """A local name is one more name of a concept: one of those offered, or one written."""

    concept = ShortText()
    other = ShortText(validators=[_NAME])

    def validate_other(self, field: ShortText) -> None:
        """Take a written name, or a choice."""
        if not (field.data or self.concept.data):
            raise ValidationError(_NO_WORD)


class ConceptForm(_WordForm):
    """A local name is a concept of its own."""

    zh = ShortText(validators=[_NEEDS_CHINESE, _NAME])
    en = ShortText(validators=[_NAME])
    slug = ShortText(validators=[_NEEDS_SLUG, _NAME])
    broader = ShortText(validators=[_NAME])

    def validate_slug(self, field: ShortText) -> None:
        """Take what can stand in an address."""
        if not _SLUG.fullmatch(field.data or ""):
            raise ValidationError("短名只能用小写字母、数字和短横，例如 old-butterfly。")


class AddForm(PlainForm):
    """One more name for a concept."""

    concept = ShortText()
    name = ShortText(validators=[_NEEDS_NAME, _NAME])


class MergeForm(PlainForm):
    """Which other concept of the list this one is, and why."""

    concept = ShortText()
    into = ShortText(validators=[_NEEDS_OTHER, _NAME])
    reason = ShortText(validators=[_NEEDS_REASON, _LONG])


class UndoForm(PlainForm):
    """The number of a change."""

    number = ShortText()
