"""What a check says: the sentences about what is wrong, and about what it looked at."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from zipfile import BadZipFile

#: What reading a packed file of JSON raises when somebody has tampered with it, or it is none.
UNREADABLE = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    EOFError,
    RuntimeError,
    BadZipFile,
    zlib.error,
)

MOST = 100  # sentences; after them it is enough to know how many more there are


@dataclass(frozen=True, slots=True)
class Findings:
    """`wrong` is empty when everything is as it was logged. `seen` says what was checked, for the protocol."""

    seen: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not self.wrong

    def text(self) -> str:
        lines = [*self.seen, *self.wrong[:MOST]]
        if len(self.wrong) > MOST:
            lines.append(f"… and {len(self.wrong) - MOST} more.")
        lines.append("Verified: nothing was changed." if self.sound else f"NOT verified: {count(self.wrong)}.")
        return "\n".join(lines)


def count(wrong: Iterable[str]) -> str:
    number = sum(1 for _ in wrong)
    return "1 thing is wrong" if number == 1 else f"{number} things are wrong"
