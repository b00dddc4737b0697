"""The reference pages in ``docs/``, made from the code they describe.

``python -m web.reference`` writes them; a test compares them.
"""

from __future__ import annotations

from pathlib import Path

import click

from archive.records import FIELD_SCHEMES
from ingest.columns import COLUMNS
from web.cli import main
from web.settings import SETTINGS

__all__ = ["reference_pages"]

_NOTES = {
    "file": "file names relative to the folder, required; `whole:a.jpg;detail:b.jpg` gives roles"
    " (whole, detail, reverse, worn, process)",
    "identifier": "the owner's own number, unique; the key for handing a row in again",
    "title_zh": "a title in at least one language is required",
    "maker": "name, or `id:` and her number; `unknown` and `not shown` are two different values",
    "made_place": "a place of the vocabulary",
    "date_text": "as said, for example 外婆年轻时",
    "date_from": "year",
    "date_to": "year",
    "width_cm": "number",
    "height_cm": "number",
    "meaning_by": "who says so",
    "sale_url": "a link, or the whole text the shop's app shares; only known shops, https",
    "image_licence": "blank: all rights reserved, shown here by consent",
    "collection": "short name of a collection, such as butterflies-of-hejiayan",
    "consent_by": "without these three the work is kept and stays private",
    "consent_on": "day, 2026-05-01",
}


def reference_pages() -> dict[str, str]:
    """Return file name to text for every generated page."""
    return {
        "commands.md": _commands(),
        "settings.md": _settings(),
        "sheet.md": _sheet(),
    }


def _commands() -> str:
    parts = [
        "# Commands\n\nMade from the code by `python -m web.reference`.\n\n"
        "Exit codes: 0 done; 1 done with failures that are listed; 2 wrong usage; 3 the home is"
        " broken or locked.\n"
    ]
    with click.Context(main, info_name="xiupu", terminal_width=100) as root:
        parts += _help_of(main, root)
    return "\n".join(parts)


def _help_of(command: click.Command, context: click.Context) -> list[str]:
    texts = [f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None and not below.hidden:
                with click.Context(below, info_name=name, parent=context) as inner:
                    texts += _help_of(below, inner)
    return texts


def _settings() -> str:
    rows = "\n".join(
        f"| `{s.name}` | `XIUPU_{s.name.upper()}` | `{s.default!r}` | {s.sentence} |"
        for s in SETTINGS
    )
    return (
        "# Settings\n\nMade from the code by `python -m web.reference`. The environment goes before"
        " `settings.toml` in the home folder, which goes before the default.\n\n"
        "| in settings.toml | environment | default | what it does |\n|---|---|---|---|\n"
        f"{rows}\n\n"
        "The home folder itself: `--home`, else `XIUPU_HOME`, else the user data folder.\n"
    )


def _sheet() -> str:
    rows = "\n".join(
        f"| `{c.key}` | {c.zh} | {_note(c.key, c.allowed, c.field)} |" for c in COLUMNS
    )
    return (
        "# The sheet\n\nMade from the code by `python -m web.reference`.\n\n"
        "One row a work. CSV (UTF-8 or GB18030) or XLSX; headers in English or Chinese; `;`"
        " separates several values. A concept may be given by any of its names, in either script"
        " or English.\n\n"
        f"| column | 中文 | what it takes |\n|---|---|---|\n{rows}\n"
    )


def _note(key: str, allowed: tuple[str, ...], field: str) -> str:
    if allowed:
        return ", ".join(f"`{value}`" for value in allowed)
    if field in FIELD_SCHEMES and key not in _NOTES:
        return f"concepts of the list `{FIELD_SCHEMES[field]}`"
    return _NOTES.get(key, "text")


def write_pages(folder: Path) -> None:
    """Write every page into ``folder``."""
    for name, text in reference_pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(__file__).resolve().parent.parent / "docs")
