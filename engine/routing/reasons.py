"""Why somebody got a work item, or nobody: sentences that stand in the history as they are, and that a page translates.

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
    "best": "{person}, who holds {load} work items, fits best of {candidates} who can do this.",
    "best-instead-of": (
        "{known}, who knows the customer, can't take this now; "
        "{person}, who holds {load} work items, fits best of {candidates} who can."
    ),
    "only-instead-of": "{known}, who knows the customer, can't take this now; {person} is the only one who can.",
    "continuity-outweighed": (
        "{known} knows the customer, but holds too much or would be late; "
        "{person}, who holds {load} work items, fits best of {candidates} who can do this."
    ),
    "stands-in": "{person} stands in for {known}, who knows the customer and is away until {until}.",
    "takes-over": "{person} stands in for {known}, who held this and is away until {until}.",
    "back": "{person} is back and goes on with this; {known} stood in.",
    "late": "{known} did not do this by {due}; {person} fits best of {candidates} others who can do this.",
    "nobody-there": "Everybody who can do this is away ({able} people).",
    "nobody-free": "Everybody who can do this holds as much as they can ({able} people).",
    "overdue": "This was due on {due}, and {person} has not done it.",
    "overdue-nobody": "This was due on {due}, and nobody holds it.",
}
#: In place of a day, where nobody knows it.
FURTHER_NOTICE = "further notice"


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


def fixed(code: str) -> int:
    """How much of a sentence is always the same."""
    return len(re.sub(r"\{\w+\}", "", SENTENCES[code]))


# The most telling first: a sentence may end as another one does.
PATTERNS = {code: pattern(SENTENCES[code]) for code in sorted(SENTENCES, key=fixed, reverse=True)}
