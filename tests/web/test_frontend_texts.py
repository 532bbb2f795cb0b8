"""The front end's catalogues are whole: every text that the code asks for exists in both languages."""

import json
import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "web" / "frontend" / "src"
PLACEHOLDER = re.compile(r"\{\w+\}")
#: Keys that the code puts together from a word and a name.
COMPOSED = ("diagram.", "lint.", "routing.")


def catalogue(name: str) -> dict[str, str]:
    texts: dict[str, str] = json.loads((SOURCES / "texts" / name).read_text(encoding="utf-8"))
    return texts


def asked_for() -> set[str]:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.js"))
    calls = re.findall(r"\btext\(([^)]*)\)", code)
    return {key for call in calls for key in re.findall(r"'([a-z]+\.[\w.]+)'", call)}


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    finnish, english = catalogue("fi.json"), catalogue("en.json")
    assert finnish.keys() == english.keys()
    differing = [
        key for key in finnish if sorted(PLACEHOLDER.findall(finnish[key])) != sorted(PLACEHOLDER.findall(english[key]))
    ]
    assert differing == []


def test_every_text_that_the_code_asks_for_exists_and_none_is_left_over() -> None:
    known, used = catalogue("fi.json").keys(), asked_for()
    assert len(used) > 40
    assert used - known == set()
    assert {key for key in known - used if not key.startswith(COMPOSED)} == set()


@pytest.mark.parametrize("path", sorted((SOURCES / "texts" / "fi").glob("*.json")), ids=lambda path: path.stem)
def test_the_libraries_texts_keep_the_places_of_their_english(path: Path) -> None:
    texts = catalogue(f"fi/{path.name}")
    differing = [key for key in texts if set(PLACEHOLDER.findall(key)) != set(PLACEHOLDER.findall(texts[key]))]
    assert differing == []
