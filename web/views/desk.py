"""The desk: drafts, one work with everything on it, publishing and consent."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from archive.access import allowed_uses, is_listed
from archive.changes import change
from archive.clock import today
from archive.consent.consenting import add_consent
from archive.consent.texts import sentence_of
from archive.duplicates import same_photographs
from archive.editing import DESK, correct_makers, desk_statements, edit_work
from archive.errors import BadInput, Overtaken
from archive.history import latest_event
from archive.loading import load_work, load_works, works_in_state
from archive.private_record import private_flags
from archive.record_statements import Telling, put_work_statements
from archive.records import CONSENT_USES, FIELD_SCHEMES, State, Statement, Work
from archive.works import publish_work
from web.consent_form import ConsentForm
from web.context import catalogue, site, viewer, vocabulary
from web.desk_forms import EDITED_FIELDS, EditForm, MakersForm, PublishForm
from web.desk_guesses import answered_guesses, guesses_to_answer
from web.entry import STAFF, guard
from web.handing_in import split_words
from web.history_words import CREDITS
from web.overtaking import Overtook, overtaken_credits, overtaken_edit
from web.plain_words import (
    AVAILABILITY,
    CAPACITIES,
    HANDMADE,
    MANNERS,
    ORIGINS,
    PHOTOGRAPHS,
    SCOPES,
    USES,
    consent_sentence,
    missing,
)
from web.reading_order import in_reading_order

__all__ = ["blueprint"]

blueprint = Blueprint("desk", __name__, url_prefix="/<any(zh, en):lang>/desk")
guard(blueprint, STAFF)

_PAGE = 50
_UNPROCESSABLE = 422


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """List works by state, with who sent each and what is missing."""
    asked = request.args.get("state", State.DRAFT.value)
    state = State(asked) if asked in set(State) else State.DRAFT
    start = max(request.args.get("from", 0, type=int), 0)
    ids = works_in_state(catalogue(), state)
    works = load_works(catalogue(), ids[start : start + _PAGE]).values()
    return render_template(
        "desk/drafts.html",
        works=[(work, *_standing(work)) for work in works],
        state=state,
        counts={s: len(works_in_state(catalogue(), s)) for s in State},
        earlier=max(start - _PAGE, 0) if start else None,
        later=start + _PAGE if start + _PAGE < len(ids) else None,
    )


@blueprint.get("/works/<work_id>")
def work(work_id: str) -> ResponseReturnValue:
    """Show one work with everything the archive holds on it."""
    return _page(load_work(catalogue(), work_id))


@blueprint.post("/works/<work_id>/edit")
def edit(work_id: str) -> ResponseReturnValue:
    """Write down what the desk says of a work."""
    form = EditForm()
    known = load_work(catalogue(), work_id)
    if not form.validate():
        return _page(known, edit_form=form), _UNPROCESSABLE
    by = Statement("", viewer().name, today(), lang="zh", origin=DESK)
    said = desk_statements(known, form.edit(), vocabulary(), FIELD_SCHEMES, by)
    try:
        with change(catalogue(), viewer().name) as this:
            changed = edit_work(this, work_id, said, form.event)
    except Overtaken as error:
        return _overtaken(known, error, edit_form=form), HTTPStatus.CONFLICT
    flash("改好了。" if changed else "没有变动。")
    for statement in said:
        _flash_unknown(statement)
    return _back(work_id)


@blueprint.post("/works/<work_id>/makers")
def makers(work_id: str) -> ResponseReturnValue:
    """Correct who had a hand in a work."""
    form = MakersForm()
    known = load_work(catalogue(), work_id)
    if not form.validate():
        return _page(known, makers_form=form), _UNPROCESSABLE
    try:
        with change(catalogue(), viewer().name) as this:
            changed = correct_makers(
                this,
                work_id,
                split_words(form.makers.data),
                form.reason.data,
                role=form.role.data,
                word_of=form.word_of.data or "",
                made_from=form.event,
            )
    except Overtaken as error:
        return _overtaken(known, error, makers_form=form), HTTPStatus.CONFLICT
    flash("改好了，原来的写法和原因都留着。" if changed else "没有变动。")
    return _back(work_id)


@blueprint.post("/works/<work_id>/publish")
def publish(work_id: str) -> ResponseReturnValue:
    """Publish a work, and say plainly when the public still cannot see it.

    When nobody has said yet whether it was made by hand, the answer comes with the button.
    """
    known, form = load_work(catalogue(), work_id), PublishForm()
    is_asked = not known.said("handmade")
    if is_asked and not form.validate():
        return _page(known, publish_form=form), _UNPROCESSABLE
    with change(catalogue(), viewer().name) as this:
        if is_asked:
            said = Statement("handmade", viewer().name, today(), form.handmade.data, origin=DESK)
            put_work_statements(this, work_id, Telling((said,), frozenset({"handmade"})))
        listed = publish_work(this, work_id)
    if listed:
        flash("发布了，现在大家都看得到。")
    else:
        flash("已经记为发布，但是还没有公开：没有人同意放照片。记下同意以后，它会自己出现。")
    return _back(work_id)


@blueprint.post("/works/<work_id>/consent")
def consent(work_id: str) -> ResponseReturnValue:
    """Record a consent that somebody gave by word or on paper."""
    form = ConsentForm()
    known = load_work(catalogue(), work_id)
    if not form.validate():
        return _page(known, consent_form=form), _UNPROCESSABLE
    try:
        with change(catalogue(), viewer().name) as this:
            add_consent(this, work_id, form.consent(site().home))
    except BadInput as error:
        form.complain(error)
        return _page(known, consent_form=form), _UNPROCESSABLE
    flash("同意已经记下。")
    return _back(work_id)


def _back(work_id: str) -> ResponseReturnValue:
    return redirect(url_for("desk.work", work_id=work_id), 303)


def _flash_unknown(statement: Statement) -> None:
    if statement.field not in FIELD_SCHEMES or statement.concept:
        return
    near = vocabulary().nearest(FIELD_SCHEMES[statement.field], statement.text)
    names = "、".join(concept.label.zh for concept in near)
    hint = f" → {names}?" if names else ""
    flash(f"{statement.text}{hint}", "unknown-word")


def _standing(work: Work) -> tuple[str, tuple[str, ...], bool]:
    """Consent in words, what is missing, and whether the public can see it."""
    uses = allowed_uses(work.consents, today())
    return consent_sentence(uses), missing(work, today()), is_listed(work, today())


def _overtaken(
    work: Work,
    error: Overtaken,
    *,
    edit_form: EditForm | None = None,
    makers_form: MakersForm | None = None,
) -> str:
    """Show a form that came too late beside what stands now; saved again, it is taken."""
    form = edit_form or makers_form
    assert form is not None
    form.made_from.data = str(latest_event(catalogue(), "work", work.id))
    if edit_form is not None:
        overtaken = overtaken_edit(work, edit_form, error.since)
    else:
        assert makers_form is not None
        overtaken = overtaken_credits(work, makers_form, error.since)
    return _page(work, edit_form=edit_form, makers_form=makers_form, overtaken=overtaken)


def _page(
    work: Work,
    *,
    overtaken: Overtook | None = None,
    edit_form: EditForm | None = None,
    makers_form: MakersForm | None = None,
    publish_form: PublishForm | None = None,
    consent_form: ConsentForm | None = None,
) -> str:
    if edit_form is None:
        edit_form = EditForm(formdata=None)
        edit_form.fill(work)
        edit_form.made_from.data = latest_event(catalogue(), "work", work.id)
    if makers_form is None:
        makers_form = MakersForm(
            formdata=None, made_from=latest_event(catalogue(), "work", work.id)
        )
    if consent_form is None:
        consent_form = ConsentForm(formdata=None, given_on=today(), helper=viewer().name)
    agreed, lacking, listed = _standing(work)
    return render_template(
        "desk/work.html",
        work=work,
        said=in_reading_order(work.statements),
        agreed=agreed,
        lacking=lacking,
        listed=listed,
        flags=private_flags(catalogue(), work.id),
        same={p.id: same_photographs(catalogue(), p.id) for p in work.photographs},
        guesses=guesses_to_answer(work),
        answered=answered_guesses(work),
        edit_form=edit_form,
        makers_form=makers_form,
        credit_words=CREDITS,
        overtaken=overtaken,
        consent_form=consent_form,
        publish_form=publish_form or PublishForm(formdata=None),
        handmade=HANDMADE,
        edited_fields=EDITED_FIELDS,
        uses={use: USES[use] for use in CONSENT_USES},
        manners=MANNERS,
        origins=ORIGINS,
        roles=PHOTOGRAPHS,
        availability=AVAILABILITY,
        scopes=SCOPES,
        today=today(),
        sentence_of=sentence_of,
        given_as=CAPACITIES,
    )
