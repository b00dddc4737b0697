"""Every Chinese sentence of the site has its English."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import web

ROOT = Path(web.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "translate": None, "t": None}
OPTIONS = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true"}
METHODS = [
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
    ("templates/**.xml", "jinja2"),
]


def used():
    """Return every message of templates and code."""
    options = {"templates/**.html": OPTIONS, "templates/**.xml": OPTIONS}
    found = extract_from_dir(ROOT, METHODS, options, KEYWORDS)
    return {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}


def translated():
    """Return every message of the English list with its English."""
    with (ROOT / "translations" / "en.po").open("rb") as stream:
        listed = read_po(stream, locale="en", abort_invalid=True)
    return {m.id[0] if isinstance(m.id, tuple) else m.id: m.string for m in listed if m.id}


def test_every_message_has_its_english():
    english = translated()

    assert sorted(used() - english.keys()) == []
    assert [
        key for key, text in english.items() if not all((text,) if isinstance(text, str) else text)
    ] == []


def test_every_translation_fills_in_the_same_values():
    with (ROOT / "translations" / "en.po").open("rb") as stream:
        listed = read_po(stream, locale="en")

    assert [m.id for m in listed for _ in m.check()] == []
