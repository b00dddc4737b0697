"""Errors shared by every layer.

A caller treats the subclasses differently: a :class:`BadInput` is the
sender's to mend, a :class:`NotFound` is an answer, a :class:`BrokenHome` needs
the clerk.
"""

__all__ = [
    "ArchiveError",
    "BadInput",
    "BrokenHome",
    "Conflict",
    "Forbidden",
    "NotFound",
    "Overtaken",
]


class ArchiveError(Exception):
    """Base of every error this project raises on purpose.

    Parameters
    ----------
    message
        What went wrong, with which thing.
    hint
        What the reader can do about it; empty when nothing helps.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """One line: what went wrong and, where known, what to do."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


class BadInput(ArchiveError):
    """Something handed in cannot be taken as it is.

    Parameters
    ----------
    message, hint
        As in :class:`ArchiveError`.
    file, row, column
        Where it stands: a file's name, the sheet's row (1 is the header) and
        the column's key. ``None`` where it does not apply.
    value, nearest
        What was written there, and the nearest value that would do; empty
        where there is none.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: str = "",
        nearest: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.file = file
        self.row = row
        self.column = column
        self.value = value
        self.nearest = nearest

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker process with every attribute."""
        facts = (self.file, self.row, self.column, self.value, self.nearest)
        return (_bad_input, (self.message, self.hint, facts))


def _bad_input(
    message: str, hint: str, facts: tuple[str | None, int | None, str | None, str, str]
) -> BadInput:
    file, row, column, value, nearest = facts
    return BadInput(
        message, hint=hint, file=file, row=row, column=column, value=value, nearest=nearest
    )


class NotFound(ArchiveError):
    """The record asked for does not exist, or may not be shown."""


class Conflict(ArchiveError):
    """The record changed meanwhile, or another record stands in the way."""


class Overtaken(Conflict):
    """Somebody else changed the same thing while a form lay open.

    Parameters
    ----------
    message, hint
        As in :class:`ArchiveError`.
    record, since
        The record, and the number of the event the form was made from.
    """

    def __init__(self, message: str, *, hint: str = "", record: str, since: int) -> None:
        super().__init__(message, hint=hint)
        self.record = record
        self.since = since


class Forbidden(ArchiveError):
    """The person asking may not do this."""


class BrokenHome(ArchiveError):
    """The home folder is damaged, locked or from a newer version."""
