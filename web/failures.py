"""Our errors as answers: a readable page, or RFC 9457 problem details in the API."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus

from flask import Flask, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from archive.errors import ArchiveError, BadInput, BrokenHome, Conflict, Forbidden, NotFound

__all__ = ["install", "problem"]

_log = logging.getLogger(__name__)

_STATUS: dict[type[ArchiveError], HTTPStatus] = {
    BadInput: HTTPStatus.BAD_REQUEST,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Forbidden: HTTPStatus.FORBIDDEN,
    BrokenHome: HTTPStatus.SERVICE_UNAVAILABLE,
}
_OURS = "the fault is on our side and has been noted; try again later"
_MACHINE_PATHS = ("/api/", "/iiif/", "/files/")


def install(app: Flask) -> None:
    """Answer every error of ours, every HTTP error and every surprise."""
    app.register_error_handler(ArchiveError, _archive_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _surprise)


def problem(status: int, title: str, detail: str = "", **more: object) -> Response:
    """Return problem details (RFC 9457)."""
    body = {"type": "about:blank", "status": status, "title": title}
    body |= {"detail": detail} if detail else {}
    text = json.dumps(body | more, ensure_ascii=False)
    return Response(text, status, mimetype="application/problem+json")


def _archive_error(error: ArchiveError) -> ResponseReturnValue:
    found = next((s for kind, s in _STATUS.items() if isinstance(error, kind)), None)
    status = found or HTTPStatus.INTERNAL_SERVER_ERROR
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        # These words are for the clerk: they name folders of this machine.
        _log.error("%s: %s", request.path, error)
        return _answer(status, _OURS, "")
    return _answer(status, error.message, error.hint)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error  # a redirect
    is_busy = isinstance(error, ServiceUnavailable)
    answer = _answer(HTTPStatus(error.code), error.description or "", "", is_busy=is_busy)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            answer.headers[name] = value
    return answer


def _surprise(error: Exception) -> ResponseReturnValue:
    if current_app.testing:
        raise error
    _log.exception("unexpected error at %s", request.path)
    return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, _OURS, "")


def _answer(status: HTTPStatus, message: str, hint: str, *, is_busy: bool = False) -> Response:
    if request.path.startswith(_MACHINE_PATHS):
        more = {"hint": hint} if hint else {}
        return problem(status.value, status.phrase, message, **more)
    page = render_template(
        "failure.html", status=status, message=message, hint=hint, is_busy=is_busy
    )
    return Response(page, status.value, mimetype="text/html")
