"""The desk's page for what a maker agrees to for herself, on all her works."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from archive.changes import change
from archive.clock import today
from archive.consent.of_makers import add_maker_consent, withdraw_maker_uses
from archive.consent.texts import sentence_of
from archive.errors import BadInput
from archive.makers import load_maker
from archive.records import CONSENT_USES, Maker
from web.consent_form import ConsentForm
from web.context import catalogue, site, viewer
from web.entry import STAFF, guard
from web.evidence import evidence_among
from web.plain_words import CAPACITIES, MANNERS, USES

__all__ = ["blueprint"]

blueprint = Blueprint(
    "maker_consents", __name__, url_prefix="/<any(zh, en):lang>/desk/makers/<maker_id>"
)
guard(blueprint, STAFF)

_UNPROCESSABLE = 422
_LONGEST_NAME = 80


@blueprint.get("/consents")
def page(maker_id: str) -> ResponseReturnValue:
    """Show what she agreed to, and the form for another yes."""
    return _page(load_maker(catalogue(), maker_id))


@blueprint.post("/consents")
def give(maker_id: str) -> ResponseReturnValue:
    """Record a yes she gave by word or on paper."""
    known, form = load_maker(catalogue(), maker_id), ConsentForm()
    if not form.validate():
        return _page(known, form), _UNPROCESSABLE
    try:
        with change(catalogue(), viewer().name) as this:
            add_maker_consent(this, maker_id, form.consent(site().home))
    except BadInput as error:
        form.complain(error)
        return _page(known, form), _UNPROCESSABLE
    flash("同意已经记下。")
    return _back(maker_id)


@blueprint.post("/consents/withdraw")
def withdraw(maker_id: str) -> ResponseReturnValue:
    """End some uses; everything is kept."""
    uses = [use for use in request.form.getlist("uses") if use in CONSENT_USES]
    word_of = request.form.get("word_of", "").strip()[:_LONGEST_NAME]
    with change(catalogue(), viewer().name) as this:
        ended = withdraw_maker_uses(this, maker_id, uses, "taken back on the desk", word_of=word_of)
    flash("收回了，现在起网上就看不到了。" if ended else "没有变动。")
    return _back(maker_id)


@blueprint.get("/evidence/<sha256>")
def evidence(maker_id: str, sha256: str) -> ResponseReturnValue:
    """Give the recording or the photographed paper of a consent, to staff only."""
    return evidence_among(load_maker(catalogue(), maker_id).consents, sha256)


def _back(maker_id: str) -> ResponseReturnValue:
    return redirect(url_for("maker_consents.page", maker_id=maker_id), 303)


def _page(known: Maker, form: ConsentForm | None = None) -> str:
    if form is None:
        form = ConsentForm(formdata=None, given_on=today(), helper=viewer().name)
    return render_template(
        "desk/maker_consents.html",
        maker=known,
        consent_form=form,
        uses={use: USES[use] for use in CONSENT_USES},
        manners=MANNERS,
        given_as=CAPACITIES,
        sentence_of=sentence_of,
    )
