"""The home folder: where one archive lives on disk."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from archive.durable import write_durably
from archive.errors import BrokenHome

__all__ = ["Home"]

_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Home:
    """Every path of one archive; nothing is written outside ``root``.

    Parameters
    ----------
    root
        The folder itself. It need not exist before :meth:`create`.
    """

    root: Path

    @property
    def catalogue(self) -> Path:
        """The SQLite file that is the truth."""
        return self.root / "catalogue.sqlite3"

    @property
    def originals(self) -> Path:
        """Photographs as they came in, named by content."""
        return self.root / "originals"

    @property
    def derivatives(self) -> Path:
        """What is made from the originals; may be deleted at any moment."""
        return self.root / "derivatives"

    @property
    def index(self) -> Path:
        """The search indexes; may be deleted at any moment."""
        return self.root / "index"

    @property
    def waiting(self) -> Path:
        """Sheets not yet said yes to, for a day; pictures to search with, for an hour."""
        return self.root / "waiting"

    @property
    def models(self) -> Path:
        """The archive's own neural model, if somebody put one there."""
        return self.root / "models"

    @property
    def settings(self) -> Path:
        """Optional settings file, TOML."""
        return self.root / "settings.toml"

    def exists(self) -> bool:
        """Say whether an archive has been created here."""
        return self.catalogue.is_file()

    def create(self) -> None:
        """Make the folders and the secret where they are missing.

        Raises
        ------
        BrokenHome
            When the place cannot be written.
        """
        try:
            if not self.root.exists():
                self.root.mkdir(parents=True, exist_ok=True)
                # Private drafts and positions lie here; other users of the
                # machine have no business with them.
                self.root.chmod(0o700)
            for folder in (self.originals, self.derivatives, self.index):
                folder.mkdir(exist_ok=True)
            if not (self.root / "secret").exists():
                write_durably(self.root / "secret", secrets.token_bytes(_SECRET_BYTES), mode=0o600)
        except OSError as error:
            raise BrokenHome(
                f"cannot write the home folder {self.root}: {error.strerror}",
                hint="choose another folder with --home, or mend its permissions",
            ) from error

    def secret(self) -> bytes:
        """Return the key that signs sessions and invitations.

        Raises
        ------
        BrokenHome
            When it is missing or too short to be one.
        """
        try:
            key = (self.root / "secret").read_bytes()
        except OSError as error:
            raise BrokenHome(
                f"the home {self.root} has no readable secret", hint="run xiupu init"
            ) from error
        if len(key) < _SECRET_BYTES:
            raise BrokenHome(
                f"the secret of {self.root} is damaged",
                hint="delete the file 'secret' and run xiupu init; invitations must be renewed",
            )
        return key
