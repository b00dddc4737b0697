"""A maker hands in one piece with one form."""

from __future__ import annotations

from collections.abc import Collection

from archive.changes import Change
from archive.consent.consenting import put_tapped_consent
from archive.drafts import WorkDraft
from archive.loading import load_work, work_of_form
from archive.records import State
from archive.works import put_work

__all__ = ["STUDIO", "hand_in"]

#: Origin of every statement made on the studio's form.
STUDIO = "studio"


def hand_in(
    change: Change, draft: WorkDraft, *, form_key: str, given_by: str, uses: Collection[str]
) -> str:
    """Take a form in as a private draft and return the id of its work.

    The same form sent again (a double tap, a reload, a correction after going
    back) means the same work: it is brought up to date as long as nobody else
    has touched it, and left as it is once it has been published or somebody
    else has worked on it.

    Parameters
    ----------
    form_key
        Names this form of this account; two accounts never share one.
    given_by, uses
        What was agreed to on the form, and by whom; no uses is no consent.

    Raises
    ------
    BadInput
        When the draft has no photograph, or nobody is named as having agreed.
    """
    known = work_of_form(change.db, form_key)
    if known is not None and not _is_hers_alone(change, known):
        return known
    work_id = put_work(change, draft, origin=STUDIO, form_key=form_key).work
    put_tapped_consent(change, work_id, given_by, uses)
    return work_id


def _is_hers_alone(change: Change, work_id: str) -> bool:
    others = change.db.execute(
        "SELECT 1 FROM changes WHERE kind = 'work' AND record = ? AND who <> ? LIMIT 1",
        [work_id, change.who],
    ).fetchone()
    return others is None and load_work(change.db, work_id).state is State.DRAFT
