"""The desk's word lists: names people use here, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from archive.changes import Change, change
from archive.errors import ArchiveError, BadInput, NotFound
from archive.vocabulary.concept import AltLabel
from archive.vocabulary.editing import add_name, merge
from archive.vocabulary.local_names import concept_of_ours, take_as_concept, take_as_name, take_back
from archive.wording import Wording
from web.context import catalogue, language, viewer, vocabulary
from web.desk_forms import PlainForm
from web.entry import STAFF, guard
from web.handing_in import language_of
from web.word_list_forms import AddForm, ConceptForm, MergeForm, NameForm, UndoForm, word_sentence
from web.word_lists import ACTION_WORDS, SCHEME_WORDS, word_page

__all__ = ["blueprint"]

blueprint = Blueprint("word_lists", __name__, url_prefix="/<any(zh, en):lang>/desk")
guard(blueprint, STAFF)

_UNPROCESSABLE = 422


@blueprint.get("/words")
def words() -> ResponseReturnValue:
    """Show the names no list knows, and look words up."""
    return _page()


@blueprint.post("/words")
def act() -> ResponseReturnValue:
    """Do one thing to the lists, the one its form names."""
    act_name = request.form.get("act", "")
    if act_name not in _ACTS:
        raise BadInput(f"there is nothing called {act_name[:40]!r} to do to a word list")
    form_class, does, done = _ACTS[act_name]
    form = form_class()
    if not form.validate():
        return _page(act_name, form), _UNPROCESSABLE
    try:
        with change(catalogue(), viewer().name) as this:
            does(this, form)
    except ArchiveError as error:
        return _page(act_name, form, word_sentence(error)), _UNPROCESSABLE
    flash(done)
    return redirect(url_for("word_lists.words", q=_query(), list=_list()), 303)


def _is_name(this: Change, form: NameForm) -> None:
    scheme = form.typed("scheme")
    # A name that was written goes before a choice that was left standing.
    written = form.typed("other")
    concept = _meant(scheme, written) if written else form.typed("concept")
    take_as_name(this, scheme, form.typed("text"), concept)


def _is_new(this: Change, form: ConceptForm) -> None:
    scheme = form.typed("scheme")
    above = _meant(scheme, form.typed("broader")) if form.typed("broader") else ""
    label = Wording(form.typed("zh"), form.typed("en"))
    concept = concept_of_ours(scheme, form.typed("slug"), label, above)
    take_as_concept(this, form.typed("text"), concept)


def _add_name(this: Change, form: AddForm) -> None:
    name = form.name.data
    add_name(this, form.concept.data or "", AltLabel(name, language_of(name, language())))


def _merge(this: Change, form: MergeForm) -> None:
    old = form.concept.data or ""
    new = _meant(old.partition("/")[0], form.into.data)
    merge(this, old, new, form.reason.data)


def _undo(this: Change, form: UndoForm) -> None:
    number = form.number.data or ""
    take_back(this, int(number[:9]) if number.isascii() and number.isdigit() else 0)


_ACTS: dict[str, tuple[type[PlainForm], Callable[[Change, PlainForm], None], str]] = {
    "name": (NameForm, _is_name, "记下了：这是它的另一个叫法。"),
    "new": (ConceptForm, _is_new, "词表里有了这个词。"),
    "add": (AddForm, _add_name, "叫法加上了。"),
    "merge": (MergeForm, _merge, "两个词并成了一个。"),
    "undo": (UndoForm, _undo, "撤回了。"),
}


def _meant(scheme: str, text: str) -> str:
    """Id of the concept that somebody wrote the name of."""
    found = vocabulary().find(scheme, text)
    if found is None:
        raise NotFound(f"the list {scheme} has no concept {text!r}")
    return found.id


def _query() -> str:
    return request.values.get("q", "").strip()[:80]


def _list() -> str:
    return request.values.get("list", "")


def _page(failed_act: str = "", form: PlainForm | None = None, refused: str = "") -> str:
    complaints = [*(form.complaints if form else ()), *([refused] if refused else ())]
    return render_template(
        "desk/words.html",
        page=word_page(_query(), _list()),
        scheme_words=SCHEME_WORDS,
        actions=ACTION_WORDS,
        failed_act=failed_act,
        failed=form,
        complaints=complaints,
    )
