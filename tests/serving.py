"""A real `polku serve` in a process of its own, on a free port of this machine, and somebody who uses its pages."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ADDRESS = re.compile(r"Polku serves at (http://\S+)")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"|name="csrf-token" content="([^"]+)"')
PROGRAM = (sys.executable, "-c", "from engine.cli import main; main()")
STEP = 0.05  # seconds between two looks at something that another process does
LONGEST = 1200  # looks: a minute


@dataclass
class Server:
    """A running server: `printed` is what it has said so far."""

    process: "subprocess.Popen[str]"
    address: str
    printed: list[str]

    def kill(self) -> None:
        """As a power cut would: nothing in the program gets to hear of it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> int:
        """Ask it to stop, as a service manager does. Gives its exit code."""
        self.process.send_signal(signal.SIGTERM)
        rest, _ = self.process.communicate(timeout=60)
        self.printed += rest.splitlines()
        return self.process.returncode


@contextmanager
def serving(*options: str, program: Sequence[str] = PROGRAM, **settings: str) -> Iterator[Server]:
    """A server that answers, with these settings and command-line options; killed at the end if it still runs."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("POLKU_")} | settings
    command = [*program, "serve", "--port", "0", *options]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            address, printed = announced(process)
            wait_until(lambda: answers(address), "the server to be ready")
            yield Server(process, address, printed)
        finally:
            if process.poll() is None:
                process.kill()


def announced(process: "subprocess.Popen[str]") -> tuple[str, list[str]]:
    """The address that the server prints, and all that it printed until then."""
    assert process.stdout is not None
    printed = []
    for line in process.stdout:
        printed.append(line.rstrip())
        if found := ADDRESS.search(line):
            return found[1], printed
    raise AssertionError("The server ended before it served:\n" + "\n".join(printed))


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health/live", timeout=10) as answer:  # noqa: S310  http, to ourselves
            return bool(answer.status == 200)
    except (urllib.error.URLError, http.client.HTTPException, OSError):
        return False


def wait_until(happened: Any, what: str) -> None:
    pause = threading.Event()
    for _ in range(LONGEST):
        if happened():
            return
        pause.wait(STEP)
    raise AssertionError(f"Waited in vain for {what}.")


class Gone(Exception):
    """The server went away before it answered."""


@dataclass
class Browser:
    """Somebody's browser: keeps cookies and gives each form its token."""

    address: str
    token: str = ""
    opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def sign_in(self, account: str, password: str) -> None:
        self.get("/sign-in")
        form = {"account": account, "password": password, "csrf_token": self.token}
        self.ask("/sign-in", urllib.parse.urlencode(form).encode())
        self.get("/inbox")

    def get(self, path: str) -> str:
        return self.ask(path)

    def post_json(self, path: str, content: object) -> Any:
        headers = {"Content-Type": "application/json", "X-CSRFToken": self.token}
        return json.loads(self.ask(path, json.dumps(content).encode(), headers))

    def ask(self, path: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> str:
        """The text of the answer. Raises `Gone`, and HTTPError for a refusal."""
        request = urllib.request.Request(self.address + path, data, headers or {})  # noqa: S310  http, to ourselves
        try:
            with self.opener.open(request, timeout=30) as answer:
                text: str = answer.read().decode()
        except urllib.error.HTTPError:
            raise
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            raise Gone from error
        if found := TOKEN.search(text):
            self.token = found[1] or found[2]
        return text
