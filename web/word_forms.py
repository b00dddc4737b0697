"""The desk's forms for the words of a maker and of a collection, and for its works."""

from __future__ import annotations

from dataclasses import replace

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp

from archive.arranging import Place
from archive.records import Collection, Maker, Photograph
from archive.wording import Wording
from web.desk_forms import PlainForm
from web.plain_words import PHOTOGRAPHS
from web.typed_text import LongText, ShortText

__all__ = ["ArrangeForm", "CollectionForm", "MakerForm", "NewCollectionForm", "PhotographForm"]

_SHORT = Length(max=200, message="写得太长了（最多 200 个字）。")
_LONG = Length(max=5000, message="写得太长了（最多 5000 个字）。")
_ALT = Length(max=500, message="写得太长了（最多 500 个字）。")
_NAME = Length(max=80, message="名字太长了（最多 80 个字）。")
_NEEDED = InputRequired("这里要填。")
_SLUG = Regexp(
    r"[a-z0-9]+(-[a-z0-9]+)*$", message="请用小写字母、数字和短横，比如 butterflies-of-hejiayan。"
)


class MakerForm(PlainForm):
    """What stands at the head of a maker's page; her Chinese name is not edited."""

    kind = RadioField(choices=["person", "workshop"], validate_choice=True)
    name_en = ShortText(validators=[_NAME])
    place = ShortText(validators=[_NAME])
    about_zh = LongText(validators=[_LONG])
    about_en = LongText(validators=[_LONG])
    speaker = ShortText(validators=[_NAME])

    def fill(self, maker: Maker, place: str) -> None:
        """Put in what stands now; ``place`` is the name of her place."""
        self.kind.data, self.name_en.data, self.place.data = maker.kind, maker.name.en, place
        self.about_zh.data, self.about_en.data = maker.about.zh, maker.about.en

    def edited(self, maker: Maker, place: str | None) -> Maker:
        """Return the maker with the words that were typed."""
        return replace(
            maker,
            kind=self.kind.data,
            name=replace(maker.name, en=self.name_en.data or ""),
            place=place,
            about=Wording(self.about_zh.data or "", self.about_en.data or ""),
        )


class PhotographForm(PlainForm):
    """What a photograph shows, and the words for somebody who does not see it."""

    role = SelectField(choices=list(PHOTOGRAPHS), validate_choice=True)
    alt_zh = ShortText(validators=[_ALT])
    alt_en = ShortText(validators=[_ALT])

    def fill(self, photograph: Photograph) -> None:
        """Put in what stands now."""
        self.role.data = photograph.role
        self.alt_zh.data, self.alt_en.data = photograph.alt.zh, photograph.alt.en

    @property
    def alt(self) -> Wording:
        """The words that were typed."""
        return Wording(self.alt_zh.data or "", self.alt_en.data or "")


class CollectionForm(PlainForm):
    """The words of a collection."""

    title_zh = ShortText(validators=[_NEEDED, _SHORT])
    title_en = ShortText(validators=[_SHORT])
    text_zh = LongText(validators=[_LONG])
    text_en = LongText(validators=[_LONG])
    curator = ShortText(validators=[_SHORT])

    def fill(self, collection: Collection) -> None:
        """Put in what stands now."""
        self.title_zh.data, self.title_en.data = collection.title.zh, collection.title.en
        self.text_zh.data, self.text_en.data = collection.text.zh, collection.text.en
        self.curator.data = collection.curator

    def edited(self, slug: str) -> Collection:
        """Return the words that were typed."""
        return Collection(
            slug,
            Wording(self.title_zh.data or "", self.title_en.data or ""),
            Wording(self.text_zh.data or "", self.text_en.data or ""),
            self.curator.data or "",
        )


class NewCollectionForm(CollectionForm):
    """A collection that is not there yet."""

    slug = ShortText(
        validators=[_NEEDED, Length(max=80, message="名字太长了（最多 80 个字）。"), _SLUG]
    )


class _Line(Form):  # type: ignore[misc]  # no types there
    """One work of a collection: where it stands, why, and whether it goes."""

    work = ShortText(validators=[_SHORT])
    number = IntegerField(validators=[Optional()])
    reason = LongText(validators=[Length(max=1000, message="写得太长了（最多 1000 个字）。")])
    goes = BooleanField()


class ArrangeForm(PlainForm):
    """The works of a collection in their order, and an empty line to add one."""

    lines = FieldList(FormField(_Line), max_entries=1000)

    def fill(self, collection: Collection) -> None:
        """Put in what stands now, and an empty line."""
        for number, work in enumerate(collection.works, start=1):
            reason = collection.reasons.get(work, "")
            self.lines.append_entry({"work": work, "number": number, "reason": reason})
        self.lines.append_entry({})

    def places(self) -> list[Place]:
        """Return the works in the order of their numbers; one without a number comes last."""
        kept = [line.form for line in self.lines if line.form.work.data and not line.form.goes.data]
        last = len(self.lines) + 1
        # Of two with one number, the one that was moved there goes before the one that was there.
        ranked = sorted(
            enumerate(kept),
            key=lambda pair: (pair[1].number.data or last, pair[1].number.data == pair[0] + 1),
        )
        return [Place(line.work.data, line.reason.data or "") for _, line in ranked]
