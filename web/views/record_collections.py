"""The desk's pages for collections: their words, their works and the reasons why."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from archive.arranging import Place, arrange_collection
from archive.changes import change
from archive.curated import all_collections, load_collection, put_collection
from archive.errors import BadInput, NotFound
from archive.loading import load_works, work_of_identifier
from archive.record_statements import put_record_statements
from archive.records import Collection
from web.context import catalogue, viewer
from web.desk_records import Sheet, read_sheet, sheets_of, telling_of
from web.entry import STAFF, guard
from web.record_sections import section_of
from web.word_forms import ArrangeForm, CollectionForm, NewCollectionForm

__all__ = ["blueprint"]

blueprint = Blueprint(
    "record_collections", __name__, url_prefix="/<any(zh, en):lang>/desk/collections"
)
guard(blueprint, STAFF)

_UNPROCESSABLE = 422


@blueprint.get("/")
def index() -> ResponseReturnValue:
    """List every collection, and offer to begin another."""
    return _list(NewCollectionForm(formdata=None))


@blueprint.post("/")
def add() -> ResponseReturnValue:
    """Begin a collection."""
    form = NewCollectionForm()
    known = {each.slug for each in all_collections(catalogue())}
    if form.validate() and form.slug.data in known:
        form.slug.errors = ["已经有一个专题叫这个短名。"]
    if form.complaints:
        return _list(form), _UNPROCESSABLE
    with change(catalogue(), viewer().name) as this:
        put_collection(this, form.edited(form.slug.data))
    return _done(form.slug.data, "works", True)


@blueprint.get("/<slug>")
def collection(slug: str) -> ResponseReturnValue:
    """Show one collection with everything that is known of it."""
    return _page(load_collection(catalogue(), slug))


@blueprint.post("/<slug>/words")
def words(slug: str) -> ResponseReturnValue:
    """Write down its title and its text."""
    known = load_collection(catalogue(), slug)
    form = CollectionForm()
    if not form.validate():
        return _page(known, form=form), _UNPROCESSABLE
    with change(catalogue(), viewer().name) as this:
        changed = put_collection(this, form.edited(slug))
    return _done(slug, "words", changed)


@blueprint.post("/<slug>/record/<section>")
def save(slug: str, section: str) -> ResponseReturnValue:
    """Write down one section of what the desk says of it."""
    known = load_collection(catalogue(), slug)
    sheet = read_sheet(section_of("collection", section), known.statements)
    if sheet.said is None:
        return _page(known, sheet=sheet), _UNPROCESSABLE
    with change(catalogue(), viewer().name) as this:
        changed = put_record_statements(this, "collection", slug, telling_of(sheet))
    return _done(slug, section, changed)


@blueprint.post("/<slug>/works")
def arrange(slug: str) -> ResponseReturnValue:
    """Put works in and out, in an order, each with its reason."""
    known = load_collection(catalogue(), slug)
    form = ArrangeForm()
    if not form.validate():
        return _page(known, works=form), _UNPROCESSABLE
    places = [Place(_number(place.work), place.reason) for place in form.places()]
    try:
        with change(catalogue(), viewer().name) as this:
            changed = arrange_collection(this, slug, places)
    except NotFound:
        flash("没有这个编号的绣品，请一个字一个字对一对。")
        return _page(known, works=form), _UNPROCESSABLE
    except BadInput:
        flash("这一件已经在里面了，一件只放一次。")
        return _page(known, works=form), _UNPROCESSABLE
    return _done(slug, "works", changed)


def _number(typed: str) -> str:
    """Return the id of a work given by its id or by its owner's number."""
    if load_works(catalogue(), [typed]):
        return typed
    return work_of_identifier(catalogue(), typed) or typed


def _done(slug: str, anchor: str, changed: bool) -> ResponseReturnValue:
    flash("存好了。" if changed else "没有变动。")
    where = url_for("record_collections.collection", slug=slug, open=anchor, _anchor=anchor)
    return redirect(where, 303)


def _list(form: NewCollectionForm) -> str:
    return render_template(
        "desk/collections.html", collections=all_collections(catalogue()), form=form
    )


def _page(
    found: Collection,
    *,
    sheet: Sheet | None = None,
    form: CollectionForm | None = None,
    works: ArrangeForm | None = None,
) -> str:
    if form is None:
        form = CollectionForm(formdata=None)
        form.fill(found)
    if works is None:
        works = ArrangeForm(formdata=None)
        works.fill(found)
    return render_template(
        "desk/collection.html",
        collection=found,
        form=form,
        arrange=works,
        known=load_works(catalogue(), found.works),
        sheets=sheets_of("collection", found.statements, sheet),
        opened=request.args.get("open", ""),
    )
