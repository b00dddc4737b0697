"""What every template may use: wordings, translated strings, addresses."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for
from jinja2 import StrictUndefined

from archive.field_table import field_of
from archive.wording import Wording
from web.context import language, site, viewer, vocabulary
from web.facts import speaker_words
from web.translating import other_language, translate, translations

__all__ = ["install"]


def install(app: Flask) -> None:
    """Give templates gettext, the wording filter and the page's own facts."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: translations(language()).gettext(message),
        lambda one, many, n: translations(language()).ngettext(one, many, n),
        newstyle=True,
    )
    app.jinja_env.filters["pick"] = lambda wording: wording.pick(language())
    app.jinja_env.filters["concept"] = _concept_label
    app.jinja_env.filters["speaker"] = speaker_words
    app.jinja_env.globals["field_of"] = field_of
    app.context_processor(_page_facts)


def _concept_label(concept_id: str) -> str:
    concept = vocabulary().get(concept_id)
    return concept.label.pick(language()) if concept else concept_id


def _page_facts() -> dict[str, Any]:
    lang = language()
    return {
        "lang": lang,
        "lang_tag": "zh-Hans" if lang == "zh" else "en",
        "other_lang": other_language(lang),
        "other_url": _in_other_language(),
        "settings": site().settings,
        "viewer": viewer(),
        "Wording": Wording,
        "t": lambda message, **values: translate(message, lang, **values),
    }


def _in_other_language() -> str | None:
    """Return the address of this page in the other language; ``None`` where it has none."""
    if request.endpoint is None or not request.path.startswith(("/zh/", "/en/")):
        return None
    values = {**(request.view_args or {}), "lang": other_language(language())}
    query = request.query_string.decode("ascii", "ignore")
    return url_for(request.endpoint, **values) + (f"?{query}" if query else "")
