"""Functions as values: built-in, defined in FEEL, or given by a decision model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.feel.run import Run
    from engine.feel.values.types import FeelType


def counted(arguments: int) -> str:
    return "no arguments" if not arguments else "1 argument" if arguments == 1 else f"{arguments} arguments"


class Function:
    """Something that can be called. ``parameters`` are its names in order; ``None`` stands for a wrong call."""

    __slots__ = ("name", "parameters", "type")

    def __init__(self, name: str, parameters: tuple[str, ...]) -> None:
        self.name = name
        self.parameters = parameters
        self.type: FeelType | None = None  # known where the function declares it

    def call(self, arguments: Sequence[Any], run: Run) -> Any:
        """The result for positional arguments; null with a warning where they do not fit."""
        raise NotImplementedError

    def call_named(self, arguments: dict[str, Any], run: Run) -> Any:
        """The result for named arguments; every parameter must be named, and no other name."""
        if set(arguments) != set(self.parameters):
            return run.null(f"{self.name} has the parameters {', '.join(self.parameters) or '(none)'}, "
                            f"not {', '.join(arguments) or '(none)'}")  # fmt: skip
        return self.call([arguments[name] for name in self.parameters], run)
