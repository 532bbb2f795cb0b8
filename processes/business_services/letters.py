"""Letters: a text file for each kind and language in `letters/`, whose first line is the subject.

Names in braces are filled in. `{feedback_link}` stays: whoever sends the letter puts the signed link in its place.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

FOLDER = Path(__file__).parent / "letters"
FALLBACK = "fi"
LINK = "{feedback_link}"


def write(kind: str, language: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a letter; in Finnish where it has no text in `language`. What isn't known stays empty.

    Raises LookupError if there is no letter of this kind.
    """
    texts = {path.suffixes[0].removeprefix("."): path for path in FOLDER.glob(f"{kind}.*.txt")}
    if not texts:
        raise LookupError(f"There is no letter {kind}. Write it into letters/{kind}.{FALLBACK}.txt.")
    subject, body = text_of(texts.get(language) or texts[FALLBACK])
    return filled(subject, facts), filled(body, facts)


@cache
def text_of(path: Path) -> tuple[str, str]:
    subject, _, body = path.read_text(encoding="utf-8").partition("\n")
    return subject.strip(), body.strip()


def filled(text: str, facts: Mapping[str, Any]) -> str:
    """`text` with its places filled. Values are put in as they are, never read for places of their own."""
    places = {name for _, name, _, _ in Formatter().parse(text) if name}
    known = {name: "" if facts.get(name) is None else str(facts[name]) for name in places}
    return text.format_map(known | {"feedback_link": LINK})
