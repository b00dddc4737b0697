"""The studio: an embroiderer hands in a piece with her phone and sees what became of it."""

from __future__ import annotations

import logging
import secrets

from flask import Blueprint, Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from archive import access
from archive.access import PUBLIC, Purpose
from archive.changes import change
from archive.clock import today
from archive.consent.consenting import withdraw_uses
from archive.drafts import PhotographDraft
from archive.errors import BadInput, Forbidden
from archive.handing_in import hand_in
from archive.loading import listed_works, load_works, works_of_maker, works_sent_by
from archive.originals import OriginalStore
from archive.records import CONSENT_USES, Work
from ingest.deriving import make_sizes
from ingest.uploading import take_photograph
from web.advice import advice_on
from web.context import catalogue, language, shown_work, shown_works, site, viewer, vocabulary
from web.entry import MAKERS, guard
from web.handing_in import Sender, draft_of, photograph_sentence
from web.kept_photographs import KeptPhotographs
from web.pickers import object_groups, tiles
from web.plain_words import AVAILABILITY, HANDMADE, MADE_BY, USES, state_sentence
from web.studio_form import STUDIO_USES, StudioForm

__all__ = ["blueprint"]

_log = logging.getLogger(__name__)

blueprint = Blueprint("studio", __name__, url_prefix="/<any(zh, en):lang>/studio")
guard(blueprint, MAKERS)

_PREVIEW_PX = 640
# The newest works are enough to find a picture for each common motif.
_WORKS_FOR_TILES = 200
_UNPROCESSABLE = 422


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Show an empty form with a key of its own."""
    return _page(_form())


@blueprint.post("/")
def send() -> ResponseReturnValue:
    """Take the form in as a private draft, or give it back with what is missing."""
    form = _form()
    photograph, complaint = _photograph(form)
    if not form.validate() or photograph is None:
        form.photograph.errors = [complaint] if complaint else []
        return _page(form), _UNPROCESSABLE
    draft = draft_of(form, photograph, Sender(viewer(), today(), language()), vocabulary())
    with change(catalogue(), viewer().name) as this:
        # Originals are let go of under the write lock held here; one seen now stays.
        if not OriginalStore(site().home.originals).path(photograph.sha256).is_file():
            form.photograph.errors = ["先前那张照片找不到了，请再选一次。"]
            return _page(form), _UNPROCESSABLE
        work = hand_in(
            this,
            draft,
            form_key=f"{_account()}:{form.form_key.data[:40]}:{photograph.sha256}",
            given_by=(form.given_by.data or "").strip() or viewer().name,
            uses=form.uses.data,
        )
    return redirect(url_for("studio.saved", work_id=work), 303)


@blueprint.get("/kept/<note>")
def kept(note: str) -> ResponseReturnValue:
    """Show the small picture of a photograph whose form is not finished yet."""
    sha256 = _kept().digest(note)
    picture = sha256 and site().derivatives.size(sha256, _PREVIEW_PX)
    if not picture or not picture.is_file():
        raise NotFound
    return Response(picture.read_bytes(), mimetype="image/webp")


@blueprint.get("/saved/<work_id>")
def saved(work_id: str) -> ResponseReturnValue:
    """Say that the piece is safe and what happens next."""
    return render_template("studio/saved.html", work=_own(work_id), state=_state)


@blueprint.get("/works")
def works() -> ResponseReturnValue:
    """List her pieces, each with its state in plain words."""
    ids = works_sent_by(catalogue(), viewer().name)
    if viewer().maker:
        ids += works_of_maker(catalogue(), viewer().maker or "")
    mine = [work for work in shown_works(ids) if _is_hers(work)]
    named = any(
        _is_public(work) and "name" in access.allowed_uses(work.consents, today()) for work in mine
    )
    return render_template(
        "studio/works.html",
        works=mine,
        named=named,
        state=_state,
        is_public=_is_public,
        uses=USES,
        advice_on=advice_on,
    )


@blueprint.post("/works/<work_id>/hide")
def hide(work_id: str) -> ResponseReturnValue:
    """Take consent of a piece back, all of it or some uses: the public stops seeing it now."""
    work = _own(work_id)
    uses = request.form.getlist("uses") or CONSENT_USES
    with change(catalogue(), viewer().name) as this:
        withdraw_uses(this, work.id, uses, "taken back in the studio")
    return redirect(url_for("studio.works", _anchor=f"w{work.id}"), 303)


def _state(work: Work) -> str:
    return state_sentence(work, today())


def _is_public(work: Work) -> bool:
    return access.is_listed(work, today())


def _account() -> str:
    return str(session.get("invitation", ""))


def _kept() -> KeptPhotographs:
    return KeptPhotographs(site().home, _account())


def _is_hers(work: Work) -> bool:
    return viewer().owns(work) or work.created_by == viewer().name


def _own(work_id: str) -> Work:
    work = shown_work(work_id)
    if not _is_hers(work):
        raise Forbidden("this piece is somebody else's")
    return work


def _form() -> StudioForm:
    form = StudioForm()
    concepts = frozenset(concept.id for concept in vocabulary())
    form.offer(concepts, may_be_me=viewer().maker is not None)
    if not form.form_key.data:
        form.form_key.data = secrets.token_urlsafe(12)
    return form


def _photograph(form: StudioForm) -> tuple[PhotographDraft | None, str]:
    """Return the photograph sent now or kept before, or ``None`` and why there is none."""
    sent = form.photograph.data
    form_note, form.kept.data = form.kept.data or "", ""
    try:
        photograph = (
            take_photograph(sent.read(), sent.filename or "", site().home)
            if sent
            else _kept().photograph(form_note)
        )
    except BadInput as error:
        return None, photograph_sentence(error)
    if photograph is None:
        return None, "请先选一张照片。"
    form.kept.data = _kept().note(photograph)
    _make_pictures(photograph.sha256)
    return photograph, ""


def _make_pictures(sha256: str) -> None:
    """Make the display sizes now, so that she sees her picture at once.

    The draft must not be lost when that fails: the worker tries again later.
    """
    try:
        make_sizes(site().home, sha256)
    except Exception:
        _log.exception("display sizes of %s could not be made yet", sha256[:12])


def _page(form: StudioForm) -> str:
    public = load_works(catalogue(), listed_works(catalogue())[:_WORKS_FOR_TILES]).values()
    shown = [access.show(work, PUBLIC, Purpose.PAGE, today()) for work in public]
    pictured = [work for work in shown if work is not None]
    return render_template(
        "studio/form.html",
        form=form,
        groups=object_groups(vocabulary()),
        motifs=tiles("motif", pictured, vocabulary(), form.motifs.data or ()),
        techniques=tiles("technique", pictured, vocabulary(), form.techniques.data or ()),
        uses={use: USES[use] for use in STUDIO_USES},
        made_by={key: words for key, words in MADE_BY.items() if key != "me" or viewer().maker},
        availability=AVAILABILITY,
        handmade=HANDMADE,
    )
