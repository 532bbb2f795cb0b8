"""What the command line calls: `polku serve` for the pages, and what pages and commands both make."""

from collections.abc import Mapping
from socket import socket

from flask import g

from engine.engine import Engine
from engine.settings import Settings
from web.app import create_app
from web.audit import query, trace_page
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


def trace_pdf(
    engine: Engine, settings: Settings, asked: Mapping[str, str], *, everything: bool, language: str, by: str
) -> bytes:
    """The trace that is `asked` for as the page's address would, as a PDF in a language. Raises `Invalid`."""
    with create_app(engine, settings).test_request_context():
        g.language = language
        return trace_page.printed(query.read(asked), everything=everything, by=by)
