"""Each form handed in makes one work, however often it is sent."""

from sqlite_utils import Database

__all__ = ["add_form_keys"]


def add_form_keys(db: Database) -> None:
    """Give works the key of the form they came by; ``NULL`` for all others."""
    db.execute("ALTER TABLE works ADD COLUMN form_key TEXT")
    db.execute("CREATE UNIQUE INDEX works_form_key ON works (form_key)")
