"""The recording or the photographed paper of a consent, as an answer for staff."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response

from archive.errors import NotFound
from archive.originals import OriginalStore
from archive.records import Consent
from web.consent_form import evidence_type
from web.context import site

__all__ = ["evidence_among"]


def evidence_among(consents: Iterable[Consent], sha256: str) -> Response:
    """Return the evidence with this digest, when one of these consents has it.

    Raises
    ------
    NotFound
        When none has it, or the file is not there any more.
    """
    store = OriginalStore(site().home.originals)
    is_held = sha256 in {consent.evidence for consent in consents}
    if not is_held or not store.path(sha256).is_file():
        raise NotFound("no consent of this record has such evidence")
    content = store.read(sha256)
    return Response(content, mimetype=evidence_type(content) or "application/octet-stream")
