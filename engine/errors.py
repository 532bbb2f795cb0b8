"""What can go wrong, as sentences for the person who reads them. The class docstring is the default message."""

from collections.abc import Sequence

from engine.model.problem import Problem
from engine.model.remark import Remark


class PolkuError(Exception):
    """Something went wrong."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class Refused(PolkuError):
    """The command can't be carried out in the present state."""


class Collided(Refused):
    """Another command got in the way of this one, and nothing was changed. Try again."""


class Unavailable(PolkuError):
    """The database does not answer. What was accepted before is safe. Try again in a moment.

    `reason` is what the driver said, for the log and the administrator.
    """

    def __init__(self, message: str | None = None, reason: str = "") -> None:
        super().__init__(message or "The database does not answer. Try again in a moment.")
        self.reason = reason


class NoRoom(Unavailable):
    """The database has no room left, and nothing was changed; what was accepted is safe. Tell your administrator."""


class Suspended(Refused):
    """The instance is suspended: nothing in it goes on until it is resumed. Try again then."""


class Impossible(Refused):
    """What an operator wanted can't be done, for these `reasons`."""

    def __init__(self, reasons: Sequence[Remark]) -> None:
        super().__init__(" ".join(map(str, reasons)))
        self.reasons = tuple(reasons)


class NotFound(PolkuError):
    """There is no such thing."""


class NotDeployed(NotFound):
    """No such process, decision or form is deployed."""


class AlreadyDone(Refused):
    """Somebody else was first. The sentence says who and when."""


class NotAllowed(PolkuError):
    """You have no right to do this."""


class Invalid(PolkuError):
    """Values are wrong; `errors` has a sentence for each field."""

    def __init__(self, errors: dict[str, str], message: str | None = None) -> None:
        super().__init__(message or " ".join(errors.values()))
        self.errors = errors


class DeploymentRefused(PolkuError):
    """The files have problems; nothing was deployed."""

    def __init__(self, problems: Sequence[tuple[str, Problem]]) -> None:
        super().__init__("\n".join(f"{file}: {problem}" for file, problem in problems))
        self.problems = tuple(problems)


class UnknownSetting(PolkuError):
    """A setting has a name or a value that Polku doesn't know."""
