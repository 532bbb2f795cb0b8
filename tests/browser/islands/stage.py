"""A tiny server on this machine that shows one island at a time, under the same content security policy as the pages.

It answers what a test has put on it, and keeps what the island sent.
"""

import html
import json
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from web.assets import DIST, URL_PREFIX, asset
from web.security import DESIGNER, POLICY

CSRF = "token-of-this-page"


@dataclass(frozen=True)
class Sent:
    """What the browser sent to an address that a test answers."""

    method: str
    path: str
    csrf: str | None
    body: Any


@dataclass
class Stage:
    url: str = ""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    answers: dict[tuple[str, str], tuple[int, Any]] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)

    def answer(self, method: str, path: str, status: int, body: Any) -> None:
        """From now on `method path` answers this: a str goes out as XML, anything else as JSON."""
        self.answers[method, path] = (status, body)

    def show(self, markup: str, *entries: str, language: str = "fi", designer: bool = False) -> str:
        """Puts a page with `base` and these entries on the stage; its address."""
        path = f"/page-{len(self.pages)}"
        policy = POLICY | DESIGNER if designer else POLICY
        header = "; ".join(f"{name} {value}" for name, value in policy.items())
        self.pages[path] = (page(markup, entries, language), header)
        return self.url + path

    def received(self, method: str, path: str) -> list[Sent]:
        return [sent for sent in self.sent if (sent.method, sent.path) == (method, path)]


def page(markup: str, entries: tuple[str, ...], language: str) -> str:
    parts = [asset(name) for name in ("base", *entries)]
    links = "".join(f'<link rel="stylesheet" href="{href}">' for part in parts for href in part.css)
    scripts = "".join(f'<script type="module" src="{src}"></script>' for part in parts for src in part.js)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>Polku</title>'
        f'<meta name="viewport" content="width=device-width"><meta name="csrf-token" content="{CSRF}">'
        f'<link rel="icon" href="data:,">{links}{scripts}</head><body>{markup}</body></html>'
    )


def island(name: str, props: dict[str, Any]) -> str:
    return f'<div data-island="{name}" data-props="{html.escape(json.dumps(props))}"></div>'


def frame(content: str, kind: str = "") -> str:
    """The page's frame, as short as it can be."""
    return (
        '<div class="pk-app"><a class="pk-skip" href="#main">Siirry sisältöön</a><header class="pk-topbar">'
        '<button class="pk-menu" type="button" data-nav-toggle aria-controls="nav" aria-expanded="false">'
        '<span class="pk-icon pk-icon-menu" aria-hidden="true"></span>'
        '<span class="visually-hidden">Valikko</span></button>'
        '<a class="pk-brand" href="/">Polku</a></header><nav class="pk-sidebar" id="nav" aria-label="Päävalikko">'
        "<ul><li>"
        '<a href="/" aria-current="page"><span class="pk-icon pk-icon-inbox" aria-hidden="true"></span>Työt'
        '<span class="pk-count">12</span></a></li><li><a href="/customers"><span class="pk-icon pk-icon-customers"'
        f' aria-hidden="true"></span>Asiakkaat</a></li></ul></nav><main class="pk-main {kind}" id="main" tabindex="-1">'
        f"{content}</main></div>"
    )


@contextmanager
def stage() -> Iterator[Stage]:
    on_stage = Stage()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(on_stage))
    on_stage.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield on_stage
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def handler(on_stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path in on_stage.pages:
                text, policy = on_stage.pages[self.path]
                self.reply(200, text.encode(), "text/html; charset=utf-8", policy)
            elif self.path.startswith(URL_PREFIX):
                file = DIST / self.path.removeprefix(URL_PREFIX)
                kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                self.reply(200, file.read_bytes(), kind)
            else:
                self.answered()

        def do_POST(self) -> None:
            self.answered()

        do_PUT = do_POST  # noqa: N815  http.server's names

        def answered(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.command != "GET":
                token = self.headers.get("X-CSRFToken")
                on_stage.sent.append(Sent(self.command, self.path, token, json.loads(text or "null")))
            status, body = on_stage.answers.get((self.command, self.path), (404, {"message": "Not on this stage."}))
            if isinstance(body, str):
                self.reply(status, body.encode(), "application/xml")
            else:
                self.reply(status, json.dumps(body).encode(), "application/json")

        def reply(self, status: int, body: bytes, kind: str, policy: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Quiet: a test that fails says what was wrong."""

    return Handler
