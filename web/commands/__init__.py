"""The commands, one file each."""

from web.commands.backup import backup, restore
from web.commands.demo import demo
from web.commands.export import export
from web.commands.index import index
from web.commands.ingest import ingest
from web.commands.init import init
from web.commands.invite import invite
from web.commands.search import search
from web.commands.serve import serve
from web.commands.template import template_command
from web.commands.undo import undo
from web.commands.verify import verify
from web.commands.vocab import vocab
from web.commands.worker import worker

__all__ = ["COMMANDS"]

COMMANDS = (
    demo,
    init,
    template_command,
    ingest,
    undo,
    search,
    serve,
    worker,
    index,
    verify,
    backup,
    restore,
    export,
    vocab,
    invite,
)
