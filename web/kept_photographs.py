"""A photograph that is safe while its form is still being mended.

Browsers empty the file box when a form comes back. The original is stored
first, and the form carries a signed note of it, valid for one account only, so
that nobody has to choose the picture again or can name another's.
"""

from __future__ import annotations

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from archive.drafts import PhotographDraft
from archive.errors import ArchiveError, BadInput
from archive.home import Home
from archive.originals import OriginalStore
from ingest.uploading import take_photograph

__all__ = ["KeptPhotographs"]

_SALT = "xiupu kept photograph"


@dataclass(frozen=True, slots=True)
class KeptPhotographs:
    """The photographs one account has sent on forms not yet finished.

    Parameters
    ----------
    account
        Id of the invitation; part of what is signed.
    """

    home: Home
    account: str

    def note(self, photograph: PhotographDraft) -> str:
        """Return the signed note a form carries."""
        return self._serializer().dumps([photograph.sha256, photograph.file_name])

    def digest(self, note: str) -> str | None:
        """Return the original's SHA-256; ``None`` for a note that is not of this account."""
        found = self._read(note)
        return found[0] if found else None

    def photograph(self, note: str) -> PhotographDraft | None:
        """Return the photograph a note is about; ``None`` when it says nothing we wrote.

        Raises
        ------
        BadInput
            When the original has gone meanwhile.
        """
        found = self._read(note)
        if found is None:
            return None
        try:
            content = OriginalStore(self.home.originals).read(found[0])
        except ArchiveError as error:
            raise BadInput("the photograph is not there any more", column="photograph") from error
        return take_photograph(content, found[1], self.home)

    def _read(self, note: str) -> tuple[str, str] | None:
        try:
            sha256, file_name = self._serializer().loads(note)
        except (BadSignature, ValueError, TypeError):
            return None
        return str(sha256), str(file_name)

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.home.secret(), salt=f"{_SALT} {self.account}")
