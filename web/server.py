"""Serves the application with waitress: pure Python, one process, a pool of threads."""

from flask import Flask
from waitress.server import create_server


def serve(app: Flask, host: str, port: int, threads: int = 8) -> None:
    """Serve until interrupted."""
    server = create_server(app, host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=True)
    try:
        server.run()
    finally:
        server.close()
