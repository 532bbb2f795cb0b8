"""A PostgreSQL server on a disk of its own that is small, and can really be filled up. Started as a program.

The disk is a file system in memory that only this program and the server see: a mount of their own, which goes with
them. That takes a kernel that lets us (Linux, as root or with user name spaces for everybody); where it does not, the
first line says why. Otherwise it is the server's address, and each line that follows is the answer to a command.
"""

import ctypes
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

from tests.postgres import NoPostgres, own_server

MEGABYTES = 192
CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
MS_REC, MS_PRIVATE = 0x4000, 0x40000
A_MEGABYTE = 1 << 20
#: Room for a few commands, so that one of them is stopped in its middle.
A_LITTLE = A_MEGABYTE // 2
FILL, MAKE_ROOM, START, DONE = "fill", "make room", "start", "done"
IMPOSSIBLE = "impossible: "


@dataclass(frozen=True)
class SmallDisk:
    """The server and its disk, from outside."""

    program: "subprocess.Popen[str]"
    url: str

    def fill(self) -> None:
        """Leave room for a few commands."""
        self._tell(FILL)

    def make_room(self) -> None:
        self._tell(MAKE_ROOM)

    def start(self) -> None:
        """Start the server if it is down, as the operating system would."""
        self._tell(START)

    def _tell(self, command: str) -> None:
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(f"{command}\n")
        self.program.stdin.flush()
        answer = self.program.stdout.readline().strip()
        assert answer == DONE, f"{command}: {answer or 'the program has ended'}"


@contextmanager
def small_disk() -> Iterator[SmallDisk]:
    """Raises NoPostgres with the reason where the machine does not let us have one."""
    root = Path(__file__).parents[2]
    arguments = [sys.executable, "-m", __name__]
    with subprocess.Popen(arguments, stdin=PIPE, stdout=PIPE, text=True, cwd=root) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        first = program.stdout.readline().strip()
        if not first.startswith("postgresql"):
            raise NoPostgres(first.removeprefix(IMPOSSIBLE) or "the program with the small disk ended at once")
        # Its files are seen by the way of its process.
        yield SmallDisk(program, first.replace("host=", f"host=/proc/{program.pid}/root"))
        program.stdin.close()


def see_mounts_of_our_own() -> None:
    """What this process mounts from now on is seen by nobody else, and goes with it. Raises OSError."""
    user, group = os.geteuid(), os.getegid()
    call("unshare", CLONE_NEWNS if user == 0 else CLONE_NEWNS | CLONE_NEWUSER)
    if user != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    call("mount", None, b"/", None, MS_REC | MS_PRIVATE, None)


def mount_memory(folder: str) -> None:
    """Raises OSError."""
    options = f"size={MEGABYTES}m,mode=0755,uid={os.geteuid()},gid={os.getegid()}"
    call("mount", b"tmpfs", folder.encode(), b"tmpfs", 0, options.encode())


def call(name: str, *arguments: object) -> None:
    """A call of the system that Python has no word for."""
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def fill(ballast: Path) -> None:
    with ballast.open("ab", buffering=0) as file:
        with suppress(OSError):  # there is no room for one more
            while file.write(b"\0" * A_MEGABYTE):
                pass
        file.truncate(file.tell() - A_LITTLE)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="polku-disk-") as folder:
        try:
            see_mounts_of_our_own()
            mount_memory(folder)
        except (OSError, AttributeError) as reason:  # AttributeError: a system without these calls
            say(f"{IMPOSSIBLE}this machine gives no disk of our own ({reason})")
            return
        try:
            serve(Path(folder))
        except NoPostgres as reason:
            say(f"{IMPOSSIBLE}{reason}")
        finally:
            call("umount", folder.encode())


def serve(folder: Path) -> None:
    ballast = folder / "ballast"
    with own_server(folder) as server:
        say(server.url)
        commands = {FILL: lambda: fill(ballast), MAKE_ROOM: ballast.unlink, START: server.start}
        for line in sys.stdin:
            commands[line.strip()]()
            say(DONE)
        ballast.unlink(missing_ok=True)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
