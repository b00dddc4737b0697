"""The same archive as if what the public may not know had never come in."""

from __future__ import annotations

from contextlib import closing

from archive.catalogue import open_catalogue
from archive.changes import change
from archive.home import Home
from archive.outbox import TaskKind
from archive.works import remove_work
from tests.web.leaks.visiting import Rights
from web.finishing import finish_outbox

__all__ = ["forget_what_is_hidden"]


def forget_what_is_hidden(home: Home, rights: Rights) -> None:
    """Delete the works and photographs of which the public may know nothing."""
    with closing(open_catalogue(home)) as db:
        with change(db, "test") as this:
            for kept in rights.built.kept:
                if not rights.pieces[kept.id]:
                    remove_work(this, kept.id, "it never was")
                    continue
                is_listed = rights.oracle.is_listed(kept)
                for photograph in set(kept.photographs) - rights.photographs if is_listed else ():
                    db.table("photographs").delete(photograph)
                this.queue(TaskKind.INDEX, kept.id)
        finish_outbox(home, db)
