"""Several server processes on one port: each is a node of its own, and accepts whichever connection comes to it.

The first process only watches: a server that dies is started again, and all end with it, also when it is killed. Python
runs one thread at a time; so on PostgreSQL, more processes are how one machine's processors are used.
"""

import os
import signal
import socket
import sys
from importlib import import_module
from multiprocessing import connection, get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Event, Thread
from time import monotonic

from engine.bootstrap import open_program
from engine.errors import Refused
from engine.log_output import configure_logging
from engine.settings import Settings

WEB = "web.main"
#: A server that dies sooner than this after its start has hardly served. When so many did, one after another, all end.
TOO_SOON, TOO_MANY = 5.0, 5
LONGEST_END = 30.0  # seconds
ENDING = (signal.SIGTERM, signal.SIGINT)


class ServersFailed(Refused):
    """Server processes end right after their start, one after another; the log says why."""


def serve_in(processes: int, settings: Settings, level: str) -> None:
    """Serve until asked to stop. Raises `ServersFailed`."""
    stopping = Event()
    for one in ENDING:
        signal.signal(one, lambda *_: stopping.set())
    with listening(settings) as shared:
        servers = {number: started(settings, level, shared) for number in range(processes)}
        try:
            watch(servers, settings, level, shared, stopping)
        finally:
            for server, _ in servers.values():
                server.terminate()
            for server, _ in servers.values():
                server.join(LONGEST_END)
                if server.is_alive():
                    server.kill()


Servers = dict[int, tuple[BaseProcess, float]]


def watch(servers: Servers, settings: Settings, level: str, shared: socket.socket, stopping: Event) -> None:
    early = 0
    while not stopping.is_set():
        connection.wait([server.sentinel for server, _ in servers.values()], timeout=0.5)
        for number, (server, since) in list(servers.items()):
            if server.is_alive() or stopping.is_set():
                continue
            early = early + 1 if monotonic() - since < TOO_SOON else 0
            if early >= TOO_MANY:
                raise ServersFailed
            servers[number] = started(settings, level, shared)


def listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=1024)


def started(settings: Settings, level: str, shared: socket.socket) -> tuple[BaseProcess, float]:
    process = get_context("spawn").Process(target=serve_one, args=(settings, level, shared), name="polku serve")
    process.start()
    return process, monotonic()


def serve_one(settings: Settings, level: str, shared: socket.socket) -> None:
    """One server process: its own program, clock and pages, on the socket of all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the first process tells the others
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    Thread(target=end_with_parent, daemon=True).start()
    configure_logging(settings.log_format, level)
    program = open_program(settings)
    try:
        program.start()
        import_module(WEB).serve(program.engine, settings, listening=shared)
    finally:
        program.close()


def end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
