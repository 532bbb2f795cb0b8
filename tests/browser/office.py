"""The demo office on a free port, put together as `polku serve --demo` does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from waitress.server import create_server

from engine.bootstrap import Program, open_program
from engine.ports import Clock
from engine.settings import Settings
from web.app import create_app
from web.auth.passwords import hashed

PASSWORD = "polku"


@dataclass(frozen=True)
class Served:
    address: str
    program: Program


@contextmanager
def serving(folder: Path, clock: Clock | None = None) -> Iterator[Served]:
    """A server whose data is kept in `folder`, with the clock and the workers running; `clock` says what time it is."""
    settings = replace(Settings(), database_url=f"sqlite:///{folder / 'polku.db'}", secret_key="only-for-tests-" * 3)
    program = open_program(settings, clock=clock)
    program.migrate()
    program.deploy()
    demo = import_module("processes.business_services.demo")
    demo.load(program.engine, program.database, program.engine.now(), hashed, PASSWORD)
    program.start()
    server = create_server(create_app(program.engine, settings), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, name="pages")
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.effective_port}", program)
    finally:
        server.close()
        server.task_dispatcher.shutdown()
        thread.join(timeout=10)
        program.close()
