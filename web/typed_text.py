"""Text as people type it into a form, made fit to be kept."""

from __future__ import annotations

import unicodedata

from wtforms import StringField, TextAreaField

__all__ = ["LongText", "ShortText", "tidy"]

_LINE_BREAKS = {"\n", "\t"}


def tidy(text: str | None) -> str | None:
    r"""Return a text without what nobody types: control characters, lone surrogates.

    Feeds and exports are XML, which cannot hold them. ``None`` stays ``None``.

    Examples
    --------
    >>> tidy("蝴蝶\x07 \r\n鱼 ")
    '蝴蝶 \n鱼'
    """
    if text is None:
        return None
    unbroken = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in unbroken if c in _LINE_BREAKS or unicodedata.category(c) not in {"Cc", "Cs"})
    return unicodedata.normalize("NFC", "".join(kept)).strip()


class ShortText(StringField):  # type: ignore[misc]  # no types there
    """One line."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, tidied, on one line."""
        if valuelist:
            self.data = " ".join((tidy(valuelist[0]) or "").split("\n"))


class LongText(TextAreaField):  # type: ignore[misc]  # no types there
    """Several lines."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, tidied."""
        if valuelist:
            self.data = tidy(valuelist[0])
