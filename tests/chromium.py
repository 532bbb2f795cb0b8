"""Find a Chromium that runs, and get one where that is allowed; `python -m tests.chromium` does both.

A machine need not have a browser: when none can be had, the browser tests are left out and the end of the
test run says so. That is why nothing here raises.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: No sandbox: tests run as root in containers. The rest keeps Chromium from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
MISSING = "no Chromium runs here: install one (Debian: apt-get install chromium) or name it in POLKU_TEST_CHROMIUM"
DOWNLOAD_SECONDS = 600


def candidates() -> Iterator[str]:
    yield os.environ.get("POLKU_TEST_CHROMIUM", "")
    for name in NAMES:
        yield shutil.which(name) or ""
    yield playwrights_own()


def playwrights_own() -> str:
    """Where `playwright install chromium` would put, or has put, its browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def runs(executable: str) -> bool:
    """Whether it starts: a download may lack libraries, a distribution's may be an empty wrapper."""
    if not executable or not Path(executable).exists():
        return False
    try:
        return subprocess.run([executable, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@cache
def find_chromium() -> str | None:
    """The path of a Chromium that starts, or None."""
    return next(filter(runs, candidates()), None)


def ways_to_install() -> Iterator[tuple[list[str], ...]]:
    """Commands to try, best first: Debian's package brings the libraries that Chromium needs."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        yield (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"],
        )
    yield ([sys.executable, "-m", "playwright", "install", "chromium"],)


def install_chromium() -> None:
    environment = os.environ | {
        "DEBIAN_FRONTEND": "noninteractive",
        "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "20000",
    }
    for commands in ways_to_install():
        for command in commands:
            print("Chromium for the browser tests:", " ".join(command), flush=True)
            try:
                done = subprocess.run(
                    command,
                    env=environment,
                    capture_output=True,
                    stdin=subprocess.DEVNULL,
                    timeout=DOWNLOAD_SECONDS,
                )
            except (OSError, subprocess.TimeoutExpired) as reason:
                print(f"  did not work: {reason}")
                break
            if done.returncode != 0:
                print(f"  did not work: exit code {done.returncode}")
                break
        find_chromium.cache_clear()
        if find_chromium():
            return


if __name__ == "__main__":
    if find_chromium() is None:
        install_chromium()
    print(f"Chromium: {find_chromium() or MISSING}")
