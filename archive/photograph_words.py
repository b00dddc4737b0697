"""What a photograph shows and what is read out of it, corrected on the desk."""

from __future__ import annotations

from archive.changes import Change
from archive.errors import BadInput, NotFound
from archive.field_table import field_of
from archive.loading import load_work
from archive.rows import snapshot_work
from archive.wording import Wording
from archive.works import refresh_listing

__all__ = ["edit_photograph"]

_LONGEST_ALT = 500


def edit_photograph(
    change: Change, work_id: str, photograph_id: str, role: str, alt: Wording
) -> bool:
    """Write what a photograph shows and its text alternative; whether that changed.

    Raises
    ------
    BadInput
        When there is no such role, or the text is too long to be listened to.
    NotFound
        When the work has no such photograph.
    """
    work = load_work(change.db, work_id)
    held = next((each for each in work.photographs if each.id == photograph_id), None)
    if held is None:
        raise NotFound(f"work {work_id} has no photograph {photograph_id}")
    table = field_of("role", "photograph")
    roles = table.values if table else ()
    if role not in roles:
        raise BadInput(f"{role!r} is no role", hint=f"known: {', '.join(roles)}", column="role")
    if max(len(alt.zh), len(alt.en)) > _LONGEST_ALT:
        raise BadInput(
            f"the text of {photograph_id} is too long to be listened to",
            hint=f"at most {_LONGEST_ALT} characters",
            column="alt",
        )
    if (held.role, held.alt) == (role, alt):
        return False
    before = snapshot_work(change.db, work_id)
    news = {"role": role, "alt_zh": alt.zh, "alt_en": alt.en}
    change.db.table("photographs").update(photograph_id, news)
    change.db.table("works").update(work_id, {"updated_at": change.at})
    # A picture of a person is public only with her yes.
    refresh_listing(change, work_id)
    change.log("edit photograph", "work", work_id, before, snapshot_work(change.db, work_id))
    return True
