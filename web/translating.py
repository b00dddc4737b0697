"""Two languages: Chinese as written in templates and code, English from ``en.po``.

The catalogue is compiled when the site starts, so that translators edit one
text file and no compiled copy of it can go stale.
"""

from __future__ import annotations

import io
from functools import cache
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

__all__ = ["LANGUAGES", "other_language", "translate", "translations"]

LANGUAGES = ("zh", "en")


def other_language(lang: str) -> str:
    """Return the language of the switch on a page in ``lang``."""
    return "en" if lang == "zh" else "zh"


@cache
def translations(lang: str) -> NullTranslations:
    """Return the messages of a language; Chinese ones are the keys themselves."""
    if lang == "zh":
        return NullTranslations()
    with (resources.files("web") / "translations" / f"{lang}.po").open("rb") as stream:
        catalogue = read_po(stream, locale=lang)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def translate(message: str, lang: str, **values: object) -> str:
    """Return ``message``, which is Chinese, in ``lang`` with ``%(name)s`` filled in."""
    text = str(translations(lang).gettext(message))
    return text % values if values else text
