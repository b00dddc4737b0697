"""The reference pages in ``docs/``, made from the code they describe.

``python -m web.reference`` writes them; a test compares them.
"""

from __future__ import annotations

from pathlib import Path

import click

from web.cli import main
from web.field_reference import fields_page
from web.settings import SETTINGS
from web.sheet_reference import sheet_page

__all__ = ["reference_pages"]


def reference_pages() -> dict[str, str]:
    """Return file name to text for every generated page."""
    return {
        "commands.md": _commands(),
        "settings.md": _settings(),
        "sheet.md": sheet_page(),
        "fields.md": fields_page(),
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


def write_pages(folder: Path) -> None:
    """Write every page into ``folder``."""
    for name, text in reference_pages().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pages(Path(__file__).resolve().parent.parent / "docs")
