"""From the studio's form to a draft of the archive, and from our errors to plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.access import Viewer
from archive.drafts import CreditDraft, PhotographDraft, WorkDraft
from archive.editing import claims
from archive.errors import BadInput
from archive.handing_in import STUDIO
from archive.records import Availability, Statement
from archive.sales import sale_link_in
from archive.vocabulary import Vocabulary
from archive.wording import Wording
from web.studio_form import StudioForm

__all__ = ["PROGRAM", "Sender", "draft_of", "language_of", "photograph_sentence", "split_words"]

#: Speaker of a name nobody gave: the program put it together.
PROGRAM = "xiupu"

_BETWEEN = re.compile(r"[,\uff0c、;\uff1b\n\r/|\uff5c]+")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LETTERS = re.compile(r"[A-Za-z]")
_MOST_WORDS = 20

# What ingest says in English, by a part of its message, and what the form says.
_PHOTOGRAPH_SENTENCES = (
    ("not a picture", "这个文件不是照片。请选一张照片（手机拍的或相册里的都可以）。"),
    ("cut off", "照片没有传完整，或者文件坏了。请再传一次，或者重新拍一张。"),
    ("empty", "照片是空的。请再选一次。"),
    ("MB", "照片太大了。请发一张小一点的，或者在微信里发给自己再存下来用。"),
    ("megapixels", "照片太大了。请发一张小一点的，或者在微信里发给自己再存下来用。"),
    ("pictures; at most", "这是动图或视频，不是一张照片。请选一张照片。"),
    ("not there any more", "先前那张照片找不到了，请再选一次。"),
)
_ANY_PHOTOGRAPH = "这张照片打不开。请换一张，或者重新拍一张。"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who fills the form in, on which day, on a page in which language."""

    viewer: Viewer
    on: str
    lang: str

    def says(self, lang: str = "") -> Statement:
        """Return a statement of hers that says nothing yet."""
        return Statement("", self.viewer.name, self.on, lang=lang, origin=STUDIO)


def photograph_sentence(error: BadInput) -> str:
    """Return what the form says about a photograph that was not taken, in Chinese.

    Examples
    --------
    >>> photograph_sentence(BadInput("the file is empty"))
    '照片是空的。请再选一次。'
    """
    found = (said for part, said in _PHOTOGRAPH_SENTENCES if part in error.message)
    return next(found, _ANY_PHOTOGRAPH)


def language_of(text: str, page: str) -> str:
    """Return ``zh`` or ``en`` for a typed text.

    Chinese characters make it Chinese; a text without any is English only on an
    English page, since Miao words and shop names are written in Latin letters too.

    Examples
    --------
    >>> language_of("蝴蝶 hat", "en"), language_of("butterfly hat", "en")
    ('zh', 'en')
    """
    if page == "en" and _LETTERS.search(text) and not _HAN.search(text):
        return "en"
    return "zh"


def split_words(text: str) -> list[str]:
    """Return the words of a box in which several may stand, each once.

    Examples
    --------
    >>> split_words("蝴蝶、鱼，蝴蝶")
    ['蝴蝶', '鱼']
    """
    words = (word.strip() for word in _BETWEEN.split(text))
    return list(dict.fromkeys(word for word in words if word))[:_MOST_WORDS]


def draft_of(
    form: StudioForm, photograph: PhotographDraft, sender: Sender, vocabulary: Vocabulary
) -> WorkDraft:
    """Turn a checked form into a draft; consent is recorded apart from it."""
    told = (
        *_claims(form.object_type.data, form.object_words.data, "object", sender, vocabulary),
        *_claims(form.motifs.data, form.motif_words.data, "motif", sender, vocabulary),
        *_claims(form.techniques.data, form.technique_words.data, "technique", sender, vocabulary),
        *_text(form.meaning.data, "meaning", sender),
        *_handmade(form.handmade.data, sender),
    )
    link = sale_link_in(form.sale_text.data or "")
    return WorkDraft(
        photographs=(photograph,),
        statements=(*_titles(form.title.data, told, sender, vocabulary), *told),
        credits=(_credit(form, sender.viewer),),
        sale_links=(link,) if link else (),
        availability=Availability(form.availability.data),
    )


def _claims(
    chosen: str | list[str] | None, typed: str | None, field: str, sender: Sender, known: Vocabulary
) -> tuple[Statement, ...]:
    ticked = [chosen] if isinstance(chosen, str) else list(chosen or ())
    words = split_words(typed or "")
    # A ticked concept carries no words of hers; a typed one keeps what she typed.
    said = claims(field, words, known, field, sender.says("zh"))
    spoken = {statement.concept for statement in said}
    silent = (
        Statement(field, sender.viewer.name, sender.on, concept=concept, origin=STUDIO)
        for concept in dict.fromkeys(ticked)
        if concept and concept not in spoken
    )
    return (*silent, *said)


def _text(text: str | None, field: str, sender: Sender) -> Iterator[Statement]:
    if words := (text or "").strip():
        lang = language_of(words, sender.lang)
        yield Statement(field, sender.viewer.name, sender.on, words, lang, origin=STUDIO)


def _handmade(chosen: str | None, sender: Sender) -> Iterator[Statement]:
    if chosen:
        yield Statement("handmade", sender.viewer.name, sender.on, chosen, origin=STUDIO)


def _titles(
    title: str | None, told: tuple[Statement, ...], sender: Sender, vocabulary: Vocabulary
) -> Iterator[Statement]:
    """Her own name for the piece, or one put together and marked as such."""
    if title and title.strip():
        yield from _text(title, "title", sender)
        return
    for lang, text in (
        ("zh", _made_up(told, vocabulary).zh),
        ("en", _made_up(told, vocabulary).en),
    ):
        if text:
            yield Statement(
                "title", PROGRAM, sender.on, text, lang, sureness="unsure", origin=STUDIO
            )


def _made_up(told: tuple[Statement, ...], vocabulary: Vocabulary) -> Wording:
    motif, thing = (_named(told, field, vocabulary) for field in ("motif", "object"))
    thing = thing or Wording("绣品", "embroidered piece")
    english = f"{thing.en}: {motif.en}" if thing.en and motif and motif.en else thing.en
    return Wording((motif.zh if motif else "") + thing.zh, english[:1].upper() + english[1:])


def _named(told: tuple[Statement, ...], field: str, vocabulary: Vocabulary) -> Wording | None:
    for statement in told:
        if statement.field != field:
            continue
        concept = vocabulary.get(statement.concept) if statement.concept else None
        return concept.label if concept else Wording(statement.text)
    return None


def _credit(form: StudioForm, viewer: Viewer) -> CreditDraft:
    if form.made_by.data == "me":
        return CreditDraft(maker_id=viewer.maker)
    if form.made_by.data == "other":
        return CreditDraft(name=Wording(zh=form.maker_name.data.strip()))
    return CreditDraft(standing=form.made_by.data)
