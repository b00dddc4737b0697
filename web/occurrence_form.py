"""The desk's form for a motif at a region of a photograph."""

from __future__ import annotations

from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired, Length

from archive.errors import BadInput
from archive.occurrences import OccurrenceDraft
from archive.records import Photograph, Work
from archive.vocabulary import Vocabulary
from ingest.querying import parse_region
from web.context import language
from web.desk_forms import PlainForm
from web.translating import translate
from web.typed_text import LongText, ShortText

__all__ = ["OccurrenceForm", "TakeBackForm"]

_SCHEME = "motif"
_NEEDED = InputRequired("这里要填。")
_NAME = Length(max=80, message="名字太长了（最多 80 个字）。")
_SHORT = Length(max=200, message="写得太长了（最多 200 个字）。")
_LONG = Length(max=2000, message="写得太长了（最多 2000 个字）。")
_REASON = Length(max=500, message="写得太长了（最多 500 个字）。")
_NEAREST = 3


class OccurrenceForm(PlainForm):
    """Which motif is where on which photograph, and who says so.

    ``region`` is ``x,y,w,h`` in pixels of the upright full-size photograph, or
    ``pct:x,y,w,h``; ``concept`` an id or any name of a motif; ``made_from`` the id of
    a photograph whose search led here.
    """

    photograph = HiddenField(validators=[_NEEDED])
    region = ShortText(validators=[_NEEDED, _SHORT])
    concept = ShortText(validators=[_NEEDED, _SHORT])
    name = ShortText(validators=[_SHORT])
    note = LongText(validators=[_LONG])
    sureness = SelectField(choices=["sure", "likely", "unsure"], default="sure")
    word_of = ShortText(validators=[_NAME])
    made_from = HiddenField()

    def read(self, work: Work, words: Vocabulary) -> OccurrenceDraft | None:
        """Return what was sent; ``None`` when something is wrong, which the form then says."""
        if not self.validate():
            return None
        photograph = next((p for p in work.photographs if p.id == self.photograph.data), None)
        if photograph is None:
            self.photograph.errors = ["这件绣品没有这张照片。"]
            return None
        region, concept = self._region(photograph), self._concept(words)
        if region is None or concept is None:
            return None
        typed = self.name.data or ""
        if not typed and self.concept.data not in {concept, *_labels(words, concept)}:
            typed = self.concept.data
        return OccurrenceDraft(
            photograph=photograph.id,
            region=region,
            concept=concept,
            text=typed,
            note=self.note.data or "",
            sureness=self.sureness.data,
            made_from=self.made_from.data or None,
        )

    def refuse(self, error: BadInput) -> None:
        """Say what the archive would not take."""
        boxes = {box.name: box for box in self}
        boxes.get(error.column, self.region).errors = ["这样存不了，请再看一看。"]

    def _region(self, photograph: Photograph) -> tuple[int, int, int, int] | None:
        try:
            return parse_region(self.region.data, (photograph.width_px, photograph.height_px))
        except BadInput:
            self.region.errors = [
                translate(
                    "请写四个数：左,上,宽,高，要在照片里面（宽 %(width)s、高 %(height)s）。",
                    language(),
                    width=photograph.width_px,
                    height=photograph.height_px,
                )
            ]
            return None

    def _concept(self, words: Vocabulary) -> str | None:
        typed = self.concept.data
        named = words.get(typed) if typed.startswith(f"{_SCHEME}/") else None
        found = named or words.find(_SCHEME, typed)
        if found is not None:
            return found.id
        near = [each.label.pick(language()) for each in words.nearest(_SCHEME, typed, _NEAREST)]
        sentence = translate("词表里没有这个花样。", language())
        if near:
            sentence += translate("是不是：%(names)s？", language(), names=" / ".join(near))
        self.concept.errors = [sentence]
        return None


class TakeBackForm(PlainForm):
    """Why what was said of a region goes, and on whose word."""

    reason = ShortText(validators=[_REASON])
    word_of = ShortText(validators=[_NAME])


def _labels(words: Vocabulary, concept_id: str) -> set[str]:
    label = words.concept(concept_id).label
    return {label.zh, label.en}
