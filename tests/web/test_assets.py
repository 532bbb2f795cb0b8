"""Entries of the front end resolve to the files that Vite wrote."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from web.assets import FrontEndNotBuilt, asset

MANIFEST: dict[str, Any] = {
    "src/base.js": {
        "file": "assets/base-1.js",
        "name": "base",
        "isEntry": True,
        "imports": ["_words.js"],
        "css": ["assets/base-1.css"],
    },
    "src/diagram.js": {
        "file": "assets/diagram-2.js",
        "name": "diagram",
        "isEntry": True,
        "imports": ["_canvas.js", "_words.js"],
        "css": ["assets/diagram-2.css"],
    },
    "_canvas.js": {"file": "assets/canvas-3.js", "imports": ["_words.js"], "css": ["assets/canvas-3.css"]},
    "_words.js": {"file": "assets/words-4.js", "imports": ["_canvas.js"]},
}


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    return tmp_path


def test_an_entry_has_its_script_and_style_sheet(dist: Path) -> None:
    found = asset("base", dist)
    assert found.js == ("/static/dist/assets/base-1.js",)
    assert found.css[-1] == "/static/dist/assets/base-1.css"


def test_style_sheets_of_shared_chunks_come_before_the_entrys_own_and_once(dist: Path) -> None:
    assert asset("diagram", dist).css == ("/static/dist/assets/canvas-3.css", "/static/dist/assets/diagram-2.css")


def test_chunks_that_import_each_other_are_listed_once(dist: Path) -> None:
    assert sorted(asset("diagram", dist).preload) == [
        "/static/dist/assets/canvas-3.js",
        "/static/dist/assets/words-4.js",
    ]


def test_a_new_build_is_seen_without_a_restart(dist: Path) -> None:
    asset("base", dist)
    renewed = MANIFEST | {"src/base.js": MANIFEST["src/base.js"] | {"file": "assets/base-9.js"}}
    manifest = dist / "manifest.json"
    changed = manifest.stat().st_mtime_ns + 1_000_000
    manifest.write_text(json.dumps(renewed))
    os.utime(manifest, ns=(changed, changed))
    assert asset("base", dist).js == ("/static/dist/assets/base-9.js",)


def test_an_unknown_entry_is_named_with_those_that_exist(dist: Path) -> None:
    with pytest.raises(LookupError, match='no entry "inbox"; it has base, diagram'):
        asset("inbox", dist)


def test_a_front_end_that_was_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(FrontEndNotBuilt, match="pip install -e"):
        asset("base", tmp_path)
