"""Serves the application with waitress: pure Python, one process, a pool of threads."""

from socket import socket
from typing import Any

from flask import Flask
from waitress.server import create_server


def serve(app: Flask, host: str, port: int, threads: int = 8, listening: socket | None = None) -> None:
    """Serve until interrupted; on a socket that is bound already, if one is given."""
    where: dict[str, Any] = {"sockets": [listening]} if listening else {"host": host, "port": port}
    server = create_server(app, threads=threads, ident=None, clear_untrusted_proxy_headers=True, **where)
    try:
        server.run()
    finally:
        server.close()
