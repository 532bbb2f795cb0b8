"""One line of a customer's story."""

from dataclasses import dataclass
from datetime import datetime

from processes.business_services.register.rows import LetterRow


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. `mark` is how the timeline shows it, `who` an account or empty."""

    at: datetime
    mark: str
    title: str
    text: str = ""
    who: str = ""
    letter: LetterRow | None = None
