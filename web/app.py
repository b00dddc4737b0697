"""The Flask application: what is registered, and what holds for every answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from archive.catalogue import create_catalogue
from archive.home import Home
from search.engine import SearchEngine
from web import context, failures, templating
from web.settings import Settings, default_home, load_settings
from web.translating import LANGUAGES
from web.views import register_views

__all__ = ["create_app"]

_MEGABYTE = 1_000_000
_STATIC_MAX_AGE = timedelta(days=365)
# Everything comes from this site; pictures may also be data: (blurred placeholders).
_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)

csrf = CSRFProtect()


def create_app(settings: Settings | None = None) -> Flask:
    """Make the site for one home.

    Parameters
    ----------
    settings
        ``None`` reads them for the home of this environment, as the server does.

    Raises
    ------
    BrokenHome
        When the home cannot be opened.
    """
    if settings is None:
        settings = load_settings(Home(default_home()))
    create_catalogue(settings.home).close()
    app = Flask(__name__)
    app.config.update(_configuration(settings))
    app.extensions["xiupu"] = context.Site(settings, SearchEngine(settings.home))
    # One proxy in front may say https and the visitor's address; more are not believed.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]
    csrf.init_app(app)
    app.teardown_appcontext(context.close_catalogue)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.after_request(_harden)
    templating.install(app)
    failures.install(app)
    register_views(app, csrf)
    return app


def _configuration(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.home.secret(),
        "MAX_CONTENT_LENGTH": settings.max_upload_mb * _MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": _MEGABYTE,
        "SEND_FILE_MAX_AGE_DEFAULT": _STATIC_MAX_AGE,
        "SESSION_COOKIE_NAME": "xiupu",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.site_url.startswith("https://"),
        "PERMANENT_SESSION_LIFETIME": timedelta(days=180),
        # A form left open over a power cut must still be accepted: the token
        # lives as long as the session.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Move the language out of the address, so that no view has to take it."""
    g.lang = (values or {}).pop("lang", None) or _preferred_language()


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    """Links stay in the language of the page unless they say otherwise."""
    if current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values.setdefault("lang", g.get("lang", "zh"))


def _preferred_language() -> str:
    return request.accept_languages.best_match(LANGUAGES, "zh") or "zh"


def _harden(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    return response
