"""Why somebody got a work item: sentences that stand in the history as they are, and that a page can translate.

The history keeps the English sentence. `read_reason` finds its code and its words again, for a page to say the same
in the reader's language. Sentences are part of the stored history: new ones may be added, none changed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

SENTENCES = {
    "continuity": "{person} knows the customer already.",
    "continuity-not-possible": (
        "{known}, who knows the customer, can't take this; "
        "{person} holds the fewest work items ({load}) of {candidates} who can."
    ),
    "only-candidate": "{person} is the only one who can do this.",
    "least-load": "{person} holds the fewest work items ({load}) of {candidates} who can do this.",
    "nobody-asked": "Nobody active belongs to {groups}.",
    "nobody-able": "None of the {asked} people asked has all that is needed: {needs}.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the SENTENCES by its code, and the words that fill it."""

    code: str
    words: Mapping[str, str]

    def __str__(self) -> str:
        return SENTENCES[self.code].format_map(self.words)


def read_reason(sentence: str) -> Reason | None:
    """The reason that a sentence of the history states; None for what a person wrote, or nobody."""
    for code, pattern in PATTERNS.items():
        if found := pattern.fullmatch(sentence):
            return Reason(code, found.groupdict())
    return None


def pattern(sentence: str) -> re.Pattern[str]:
    """A sentence as a pattern: each word in braces becomes a group, and all else stands for itself."""
    parts = re.split(r"\{(\w+)\}", sentence)
    literal, names = parts[::2], parts[1::2]
    groups = [f"(?P<{name}>.+?)" for name in names] + [""]
    return re.compile("".join(re.escape(text) + group for text, group in zip(literal, groups, strict=True)), re.DOTALL)


PATTERNS = {code: pattern(sentence) for code, sentence in SENTENCES.items()}
