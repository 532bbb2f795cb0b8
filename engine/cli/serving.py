"""Several server processes on one port: each is a node of its own, and the system gives each its share of connections.

The first process only watches: a server that dies is started again, and all end with it, also when it is killed. Python
runs one thread at a time, so more processes are how one machine's processors are used; on SQLite too, where one of
them writes at a time, while the others read, compute and answer.
"""

import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from multiprocessing import connection, get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Event, Thread
from time import monotonic

from engine.bootstrap import open_program
from engine.cli.counting import count_in, is_gone, shared_counts
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
    with bound(settings), shared_counts() as counts:  # to be told now, and not by each, that the port is taken
        start = partial(started, settings, level, counts)
        servers = {number: start(number) for number in range(1, processes + 1)}
        try:
            watch(servers, start, partial(is_gone, counts), stopping)
        finally:
            for server, _ in servers.values():
                server.terminate()
            for server, _ in servers.values():
                server.join(LONGEST_END)
                if server.is_alive():
                    server.kill()


Started = tuple[BaseProcess, float]
Servers = dict[int, Started]


def watch(servers: Servers, start: Callable[[int], Started], gone: Callable[[int], None], stopping: Event) -> None:
    """Start a server again that died, until it is time to stop. Raises `ServersFailed`."""
    early = 0
    while not stopping.is_set():
        connection.wait([server.sentinel for server, _ in servers.values()], timeout=0.5)
        for number, (server, since) in list(servers.items()):
            if server.is_alive() or stopping.is_set():
                continue
            early = early + 1 if monotonic() - since < TOO_SOON else 0
            if early >= TOO_MANY:
                raise ServersFailed
            gone(number)
            servers[number] = start(number)


def bound(settings: Settings) -> socket.socket:
    """A socket on the port of all. Were it the same socket that they listen on, the one that is quickest once would
    have nearly all connections that stay open, and the others little to do."""
    found = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    found.bind((settings.host, settings.port))
    return found


def started(settings: Settings, level: str, counts: str, number: int) -> Started:
    arguments = (settings, level, counts, number)
    process = get_context("spawn").Process(target=serve_one, args=arguments, name="polku serve")
    process.start()
    return process, monotonic()


def serve_one(settings: Settings, level: str, counts: str, number: int) -> None:
    """One server process: its own program, clock and pages, on the port of all; its counts stand beside the others'."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the first process tells the others
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    Thread(target=end_with_parent, args=(counts,), daemon=True).start()
    count_in(counts, number)
    configure_logging(settings.log_format, level)
    program = open_program(settings)
    try:
        program.start()
        import_module(WEB).serve(program.engine, settings, listening=bound(settings))
    finally:
        program.close()


def end_with_parent(counts: str) -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(counts, ignore_errors=True)  # a parent that was killed could not
        os.kill(os.getpid(), signal.SIGTERM)
