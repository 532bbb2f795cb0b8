"""Serves the application with waitress: pure Python, a pool of threads in each process."""

import sys
from socket import socket
from typing import Any

from flask import Flask
from waitress.server import create_server

from engine.bootstrap import stay_loaded

#: How long a thread that computes keeps the others waiting, in seconds. Python's own 5 ms would be paid again and again
#: by each request that is answered beside it: after every statement, because it let go while the database worked.
TURN = 0.002


def serve(app: Flask, host: str, port: int, threads: int = 16, listening: socket | None = None) -> None:
    """Serve until interrupted; on a socket that is bound already, if one is given."""
    where: dict[str, Any] = {"sockets": [listening]} if listening else {"host": host, "port": port}
    sys.setswitchinterval(TURN)
    stay_loaded()
    server = create_server(app, threads=threads, ident=None, clear_untrusted_proxy_headers=True, **where)
    try:
        server.run()
    finally:
        server.close()
