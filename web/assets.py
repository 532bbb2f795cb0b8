"""Where the built front end is: resolves an entry of web/frontend to the files that Vite wrote.

Vite names files by their content, so the names change with every build; its manifest tells them.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

DIST = Path(__file__).parent / "static" / "dist"
URL_PREFIX = "/static/dist/"


class FrontEndNotBuilt(RuntimeError):
    """The front end has not been built: run `pip install -e .` in the project's folder, which builds it."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.__doc__)


@dataclass(frozen=True)
class Assets:
    """What a page loads for one entry: module scripts, and style sheets in the order of the cascade."""

    js: tuple[str, ...]
    css: tuple[str, ...]
    preload: tuple[str, ...]


def asset(entry: str, dist: Path = DIST) -> Assets:
    """URLs of the entry `base`, `diagram`, `form`, `studio`, `decision` or `formeditor`.

    Raises FrontEndNotBuilt when there is no build, LookupError when the build has no such entry.
    """
    manifest = _manifest(dist)
    chunk = next((c for c in manifest.values() if c.get("isEntry") and c.get("name") == entry), None)
    if chunk is None:
        known = ", ".join(sorted(c["name"] for c in manifest.values() if c.get("isEntry")))
        raise LookupError(f'The front end has no entry "{entry}"; it has {known}.')
    shared = _imported(chunk, manifest)
    css = dict.fromkeys(name for part in (*shared, chunk) for name in part.get("css", ()))
    return Assets(
        js=(URL_PREFIX + chunk["file"],),
        css=tuple(URL_PREFIX + name for name in css),
        preload=tuple(URL_PREFIX + part["file"] for part in shared),
    )


def _imported(chunk: dict[str, Any], manifest: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The chunks that `chunk` imports, directly or not, each once and before those that import it."""
    found: dict[str, dict[str, Any]] = {}

    def visit(part: dict[str, Any]) -> None:
        for key in part.get("imports", ()):
            if key not in found:
                found[key] = {}  # keeps a cycle of imports from going round for ever
                visit(manifest[key])
                found.pop(key)
                found[key] = manifest[key]

    visit(chunk)
    return tuple(found.values())


def _manifest(dist: Path) -> dict[str, Any]:
    path = dist / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise FrontEndNotBuilt() from None


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    """Parsed once per build: the time of change is part of the key, so a new build is seen without a restart."""
    manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return manifest
