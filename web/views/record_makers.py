"""The desk's pages for the makers: the list, and one with all that is known of her."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from archive.browsing import credited_works
from archive.changes import change
from archive.errors import BadInput
from archive.folding import fold
from archive.loading import load_works
from archive.makers import all_makers, edit_maker, load_maker
from archive.record_statements import put_record_statements
from archive.records import Maker
from web.context import catalogue, language, viewer, vocabulary
from web.desk_records import Sheet, read_sheet, sheets_of, telling_of
from web.entry import STAFF, guard
from web.plain_words import MANNERS, USES
from web.record_sections import section_of
from web.word_forms import MakerForm

__all__ = ["blueprint"]

blueprint = Blueprint("record_makers", __name__, url_prefix="/<any(zh, en):lang>/desk/makers")
guard(blueprint, STAFF)

_UNPROCESSABLE = 422
_PAGE = 50


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """List everybody who made something, or those whose name holds what was asked for."""
    asked = request.args.get("q", "").strip()
    start = max(request.args.get("from", 0, type=int), 0)
    found = [maker for maker in all_makers(catalogue()) if _is_meant(maker, asked)]
    shown = found[start : start + _PAGE]
    works = credited_works(catalogue(), [maker.id for maker in shown])
    return render_template(
        "desk/makers.html",
        makers=[(maker, len(works.get(maker.id, ()))) for maker in shown],
        total=len(found),
        asked=asked,
        earlier=max(start - _PAGE, 0) if start else None,
        later=start + _PAGE if start + _PAGE < len(found) else None,
    )


@blueprint.get("/<maker_id>")
def maker(maker_id: str) -> ResponseReturnValue:
    """Show one maker with everything that is known of her."""
    return _page(load_maker(catalogue(), maker_id))


@blueprint.post("/<maker_id>/words")
def words(maker_id: str) -> ResponseReturnValue:
    """Write down what stands at the head of her page."""
    known = load_maker(catalogue(), maker_id)
    form = MakerForm()
    if not form.validate():
        return _page(known, form=form), _UNPROCESSABLE
    place = vocabulary().find("place", form.place.data) if form.place.data else None
    if form.place.data and place is None:
        near = vocabulary().nearest("place", form.place.data)
        names = "、".join(concept.label.pick(language()) for concept in near)
        form.place.errors = ["词表里没有这个地方。", *([f"→ {names}?"] if names else [])]
        return _page(known, form=form), _UNPROCESSABLE
    try:
        with change(catalogue(), viewer().name) as this:
            news = form.edited(known, place.id if place else None)
            changed = edit_maker(this, news, word_of=form.speaker.data or "")
    except BadInput:
        form.name_en.errors = ["她只有这一个名字，不能改。"]
        return _page(known, form=form), _UNPROCESSABLE
    return _done(maker_id, "words", changed)


@blueprint.post("/<maker_id>/record/<section>")
def save(maker_id: str, section: str) -> ResponseReturnValue:
    """Write down one section of what the desk says of her."""
    known = load_maker(catalogue(), maker_id)
    sheet = read_sheet(section_of("maker", section), known.statements)
    if sheet.said is None:
        return _page(known, sheet=sheet), _UNPROCESSABLE
    with change(catalogue(), viewer().name) as this:
        changed = put_record_statements(this, "maker", maker_id, telling_of(sheet))
    return _done(maker_id, section, changed)


def _is_meant(maker: Maker, asked: str) -> bool:
    return any(fold(asked) in fold(name) for name in (maker.name.zh, maker.name.en, maker.id))


def _done(maker_id: str, anchor: str, changed: bool) -> ResponseReturnValue:
    flash("存好了。" if changed else "没有变动。")
    where = url_for("record_makers.maker", maker_id=maker_id, open=anchor, _anchor=anchor)
    return redirect(where, 303)


def _page(maker: Maker, *, sheet: Sheet | None = None, form: MakerForm | None = None) -> str:
    if form is None:
        form = MakerForm(formdata=None)
        place = vocabulary().get(maker.place) if maker.place else None
        form.fill(maker, place.label.pick(language()) if place else "")
    works = credited_works(catalogue(), [maker.id]).get(maker.id, [])
    return render_template(
        "desk/maker.html",
        maker=maker,
        form=form,
        sheets=sheets_of("maker", maker.statements, sheet),
        works=list(load_works(catalogue(), works).values()),
        uses=USES,
        manners=MANNERS,
        opened=request.args.get("open", ""),
    )
