"""The command line: what the commands share, and the list of them.

Exit codes: 0 done; 1 done with failures that are listed; 2 wrong usage; 3 the
home is broken or locked.
"""

from __future__ import annotations

import logging
import sqlite3
import sys
from pathlib import Path
from typing import Any

import click

import archive
from archive.errors import ArchiveError, BrokenHome
from web.commands import COMMANDS
from web.settings import default_home

__all__ = ["main"]

_log = logging.getLogger(__name__)

_FAILED, _WRONG_USAGE, _BROKEN = 1, 2, 3


class _Archive(click.Group):
    """A group whose commands turn our errors into one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command chosen; see the exit codes above."""
        try:
            return super().invoke(ctx)
        except BrokenHome as error:
            _stop(str(error), _BROKEN)
        except ArchiveError as error:
            _stop(str(error), _WRONG_USAGE)
        except sqlite3.DatabaseError as error:
            if "locked" in str(error) or "busy" in str(error):
                _stop("the home is locked (another command is writing; try again)", _BROKEN)
            if isinstance(error, sqlite3.ProgrammingError):
                raise  # A mistake of ours must not pass for damage.
            _log.info("the catalogue answered with an error", exc_info=True)
            hint = "free the disk, or bring a backup back with xiupu restore"
            _stop(f"the catalogue cannot be used: {error} ({hint})", _BROKEN)
        except BrokenPipeError:
            raise
        except OSError as error:
            # A full disk, a folder without permission: nothing a stack trace would explain.
            _stop(f"{error.strerror or error}: {error.filename or 'the disk'}", _BROKEN)


def _stop(message: str, code: int) -> None:
    click.echo(f"xiupu: {message}", err=True)
    sys.exit(code)


@click.group(cls=_Archive, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(archive.__version__, prog_name="xiupu")
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the archive. Default: XIUPU_HOME, else your user data folder.",
)
@click.option("-v", "--verbose", is_flag=True, help="Tell more on stderr.")
@click.pass_context
def main(ctx: click.Context, home: Path | None, verbose: bool) -> None:
    """Xiupu 绣谱 keeps and shows the embroidery of a village.

    Example: xiupu ingest photographs --sheet works.xlsx
    """
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s %(message)s", stream=sys.stderr)
    ctx.obj = home or default_home()


for _command in COMMANDS:
    main.add_command(_command)
