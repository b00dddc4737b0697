"""Taking back what was agreed to: hiding it, or having it deleted for good.

Two acts, told apart in plain words. What is hidden stays here and can be shown
again; what is deleted nobody can bring back, so that is asked once.
"""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from archive.backup import folders_put_aside
from archive.changes import change
from archive.clock import today
from archive.consent.consenting import withdraw_uses
from archive.erasing import Erased, erase_person, erase_uses
from archive.errors import Forbidden
from archive.loading import load_work
from archive.makers import load_maker
from archive.records import CONSENT_USES, Work
from web.context import catalogue, shown_work, site, viewer
from web.desk_forms import PlainForm
from web.entry import MAKERS, STAFF, guard
from web.evidence import evidence_among
from web.plain_words import DELETIONS

__all__ = ["blueprint", "studio"]

blueprint = Blueprint("taking_back", __name__, url_prefix="/<any(zh, en):lang>/desk")
guard(blueprint, STAFF)
studio = Blueprint("studio_taking_back", __name__, url_prefix="/<any(zh, en):lang>/studio")
guard(studio, MAKERS)

_UNPROCESSABLE = 422
_LONGEST_NAME = 80
_SAY_WHAT = "请点一样要删掉的。"
_SAY_SURE = "删掉以后谁也找不回来。想好了，请先打勾。"


@blueprint.post("/works/<work_id>/withdraw")
def withdraw(work_id: str) -> ResponseReturnValue:
    """End some uses of a work; everything is kept."""
    load_work(catalogue(), work_id)
    uses = [use for use in request.form.getlist("uses") if use in CONSENT_USES]
    with change(catalogue(), viewer().name) as this:
        ended = withdraw_uses(this, work_id, uses, "taken back on the desk", word_of=_word_of())
    flash("收回了，现在起网上就看不到了。" if ended else "没有变动。")
    return redirect(url_for("desk.work", work_id=work_id, _anchor="consents"), 303)


@blueprint.get("/works/<work_id>/evidence/<sha256>")
def evidence(work_id: str, sha256: str) -> ResponseReturnValue:
    """Give the recording or the photographed paper of a consent, to staff only."""
    return evidence_among(load_work(catalogue(), work_id).consents, sha256)


@blueprint.get("/works/<work_id>/delete")
def work(work_id: str) -> ResponseReturnValue:
    """Ask what of a work is to be deleted, on whose word."""
    return _ask_about_work(load_work(catalogue(), work_id))


@blueprint.post("/works/<work_id>/delete")
def delete_from_work(work_id: str) -> ResponseReturnValue:
    """Delete what some uses of a work covered, for good."""
    known = load_work(catalogue(), work_id)
    uses, complaint = _wanted()
    if complaint:
        return _ask_about_work(known, complaint), _UNPROCESSABLE
    makers = request.form.getlist("makers") or None
    with change(catalogue(), viewer().name) as this:
        erased = erase_uses(this, work_id, uses, word_of=_word_of(), makers=makers)
    return _report(erased, url_for("desk.work", work_id=work_id))


@blueprint.get("/makers/<maker_id>/delete")
def maker(maker_id: str) -> ResponseReturnValue:
    """Ask what of a person is to be deleted from the whole archive, on whose word."""
    return _ask_about_maker(maker_id)


@blueprint.post("/makers/<maker_id>/delete")
def delete_maker(maker_id: str) -> ResponseReturnValue:
    """Delete what some uses covered, of everything of a person, for good."""
    uses, complaint = _wanted()
    if complaint:
        return _ask_about_maker(maker_id, complaint), _UNPROCESSABLE
    with change(catalogue(), viewer().name) as this:
        erased = erase_person(this, maker_id, uses=uses, word_of=_word_of())
    return _report(erased, url_for("desk.home"))


@studio.get("/works/<work_id>/delete")
def own_work(work_id: str) -> ResponseReturnValue:
    """Ask an embroiderer what of her piece is to be deleted."""
    return _ask_her(_own(work_id))


@studio.post("/works/<work_id>/delete")
def delete_from_own_work(work_id: str) -> ResponseReturnValue:
    """Delete what some uses of her piece covered, for good."""
    known = _own(work_id)
    uses, complaint = _wanted()
    if complaint:
        return _ask_her(known, complaint), _UNPROCESSABLE
    with change(catalogue(), viewer().name) as this:
        erase_uses(this, work_id, uses, makers=_herself(known))
    flash("删掉了，找不回来了。")
    return redirect(url_for("studio.works"), 303)


@studio.get("/delete-everything")
def own_everything() -> ResponseReturnValue:
    """Ask an embroiderer whether everything of hers is to be deleted."""
    return _ask_about_everything()


@studio.post("/delete-everything")
def delete_own_everything() -> ResponseReturnValue:
    """Delete everything of hers from the whole archive, for good, and sign her out."""
    maker_id = viewer().maker
    if maker_id is None:
        raise Forbidden("there is no record of this person to delete")
    if not request.form.get("sure"):
        return _ask_about_everything(_SAY_SURE), _UNPROCESSABLE
    with change(catalogue(), viewer().name) as this:
        erase_person(this, maker_id)
    session.clear()
    return render_template("studio/all_deleted.html")


def _wanted() -> tuple[frozenset[str], str]:
    """Return what is to go, or a sentence on what is missing."""
    uses = frozenset(use for use in request.form.getlist("uses") if use in DELETIONS)
    if not uses:
        return uses, _SAY_WHAT
    return uses, "" if request.form.get("sure") else _SAY_SURE


def _word_of() -> str:
    return request.form.get("word_of", "").strip()[:_LONGEST_NAME]


def _own(work_id: str) -> Work:
    known = shown_work(work_id)
    if not viewer().owns(known):
        raise Forbidden("this piece is somebody else's")
    return known


def _herself(known: Work) -> list[str] | None:
    """Return her own id where others are named beside her; their names are not hers to take."""
    named = {credit.maker.id for credit in known.credits if credit.maker}
    mine = viewer().maker
    return [mine or ""] if named - {mine} else None


def _ask_about_work(known: Work, complaint: str = "") -> str:
    makers = {credit.maker.id: credit.maker for credit in known.credits if credit.maker}
    return _ask(
        title=known.title,
        makers=makers.values(),
        action=url_for("taking_back.delete_from_work", work_id=known.id),
        back=url_for("desk.work", work_id=known.id),
        complaint=complaint,
        is_person=False,
    )


def _ask_about_maker(maker_id: str, complaint: str = "") -> str:
    known = load_maker(catalogue(), maker_id)
    return _ask(
        title=known.name,
        makers=(),
        action=url_for("taking_back.delete_maker", maker_id=maker_id),
        back=url_for("record_makers.maker", maker_id=maker_id),
        complaint=complaint,
        is_person=True,
    )


def _ask(**facts: object) -> str:
    form = PlainForm(formdata=None)
    return render_template("desk/delete.html", form=form, deletions=DELETIONS, **facts)


def _report(erased: Erased, back: str) -> str:
    aside = [folder.name for folder in folders_put_aside(site().home)]
    return render_template("desk/deleted.html", erased=erased, back=back, aside=aside)


def _ask_her(known: Work, complaint: str = "") -> str:
    return render_template(
        "studio/delete.html", work=known, deletions=DELETIONS, complaint=complaint, today=today()
    )


def _ask_about_everything(complaint: str = "") -> str:
    return render_template("studio/delete_everything.html", complaint=complaint)
