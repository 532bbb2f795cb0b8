"""A PgBouncer in front of the tests' PostgreSQL: each transaction may get another connection of the server."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from tests.postgres import connect
from tests.serving import wait_until

SETTINGS = """
[databases]
* = {server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
ignore_startup_parameters = extra_float_digits
logfile = {folder}/log
pidfile = {folder}/pid
"""


class NoPgBouncer(Exception):
    """It is not installed, or does not start; the text says why."""


@contextmanager
def pgbouncer(url: str) -> Iterator[str]:
    """The URL of the same database through PgBouncer in transaction mode. Raises `NoPgBouncer`."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        raise NoPgBouncer("pgbouncer is not installed")
    folder = Path(tempfile.mkdtemp(prefix="polku-pgbouncer-"))
    port, to = free_port(), make_url(url)
    parts = {"host": to.query.get("host") or to.host, "port": to.port, "user": to.username, "password": to.password}
    server = " ".join(f"{name}={value}" for name, value in parts.items() if value)
    (folder / "ini").write_text(SETTINGS.format(server=server, port=port, folder=folder))
    command = [program, "-q", str(folder / "ini")]
    if os.getuid() == 0:
        user = owner(str(parts["host"]))  # who may reach the server's socket; PgBouncer refuses to be root
        shutil.chown(folder, user)
        command[1:1] = ["-u", user]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        through = to.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False)
        try:
            wait_until(lambda: process.poll() is not None or answers(through), "PgBouncer to answer")
            if process.returncode is not None:
                raise NoPgBouncer(f"pgbouncer ended with {process.returncode}")
            yield through
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(folder, ignore_errors=True)


def owner(host: str) -> str:
    return pwd.getpwuid(Path(host).stat().st_uid).pw_name if host.startswith("/") else "nobody"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def answers(url: str) -> bool:
    try:
        connect(url).close()
    except psycopg.OperationalError:
        return False
    return True
