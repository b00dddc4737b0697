"""Who may come into the studio and to the desk, and what everybody else reads."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import RequestEntityTooLarge

from archive.access import Role
from archive.errors import Forbidden
from web.context import viewer

__all__ = ["MAKERS", "STAFF", "guard", "unseen", "welcome_errors"]

STAFF = frozenset({Role.CURATOR, Role.ADMIN})
MAKERS = STAFF | {Role.MAKER}


def guard(blueprint: Blueprint, roles: frozenset[Role]) -> None:
    """Let only these roles see the pages of a blueprint, and keep them out of caches."""

    @blueprint.before_request
    def _only_for_those() -> None:
        if viewer().role not in roles:
            raise Forbidden("this page is for people with an invitation")

    blueprint.after_request(unseen)
    welcome_errors(blueprint)


def unseen(response: Response) -> Response:
    """Mark an answer as one for a single reader: no cache, no robot, no referrer."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def welcome_errors(blueprint: Blueprint) -> None:
    """Answer what goes wrong at the door in plain words, with what to do next."""
    blueprint.register_error_handler(Forbidden, _closed)
    blueprint.register_error_handler(CSRFError, _stale)
    blueprint.register_error_handler(RequestEntityTooLarge, _too_large)


def _closed(_error: Exception) -> ResponseReturnValue:
    return _page("door/closed.html", HTTPStatus.FORBIDDEN)


def _stale(_error: Exception) -> ResponseReturnValue:
    return _page("door/stale.html", HTTPStatus.BAD_REQUEST)


def _too_large(_error: Exception) -> ResponseReturnValue:
    return _page("door/too_large.html", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _page(template: str, status: HTTPStatus) -> Response:
    return make_response(render_template(template), status.value)
