"""What `polku serve` calls: the engine is open, the clock is running; here come the pages."""

from socket import socket

from engine.engine import Engine
from engine.settings import Settings
from web.app import create_app
from web.server import serve as serve_app


def serve(
    engine: Engine,
    settings: Settings,
    demo: bool = False,  # noqa: ARG001  same pages for a demo
    *,
    listening: socket | None = None,
) -> None:
    """Build the application and serve it on the settings' host and port, or a socket, until interrupted."""
    serve_app(create_app(engine, settings), settings.host, settings.port, settings.web_threads, listening)
