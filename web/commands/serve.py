"""``xiupu serve``."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces

from archive.home import Home
from web.commands.terminal import given_home, written_archive

__all__ = ["serve", "serve_home"]

_RESTART_PAUSE_S = 5.0
# Views wait for SQLite and for pictures being compared, which let go of the
# interpreter; more threads than this only queue inside instead of outside.
_THREADS = 4
_BACKLOG = 512


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=lambda: min(os.cpu_count() or 1, 4),
    show_default="the number of processors, at most 4",
    help="Server processes.",
)
@click.pass_context
def serve(ctx: click.Context, host: str, port: int, processes: int) -> None:
    """Serve the archive to browsers, until stopped with Ctrl-C.

    Example: xiupu serve --host 0.0.0.0 --port 80
    """
    with written_archive(ctx):
        pass
    serve_home(given_home(ctx), host, port, processes)


def serve_home(home: Home, host: str, port: int, processes: int) -> None:
    """Serve one home with its worker beside it; returns when stopped."""
    os.environ["XIUPU_HOME"] = str(home.root.resolve())
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(home, stopping), daemon=True)
    keeper.start()
    click.echo(f"绣谱 Xiupu: http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/", err=True)
    try:
        Granian(
            "web.app:create_app",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            blocking_threads=_THREADS,
            backlog=_BACKLOG,
            respawn_failed_workers=True,
            log_access=False,
            log_level="warning",  # type: ignore[arg-type]  # an enum of strings
            factory=True,
            websockets=False,
            working_dir=Path("/"),
        ).serve()
    finally:
        stopping.set()
        keeper.join()


def _keep_worker(home: Home, stopping: threading.Event) -> None:
    """Keep one worker process running beside the server."""
    command = [sys.executable, "-m", "web", "--home", str(home.root.resolve()), "worker"]
    while not stopping.is_set():
        with subprocess.Popen(command) as worker:
            while worker.poll() is None and not stopping.wait(0.5):
                pass
            worker.terminate()
        stopping.wait(_RESTART_PAUSE_S)
