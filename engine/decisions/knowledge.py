"""Business knowledge models as functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.feel.compiler import Code
from engine.feel.run import Run
from engine.feel.values.functions import Function
from engine.feel.values.types import FunctionType


class KnowledgeFunction(Function):
    """The function of a business knowledge model. Models refer to one another in any order, to themselves too, so the
    function is there first and gets its body when the whole file is read."""

    __slots__ = ("_code", "_slots", "_target", "visible")

    def __init__(self, name: str, parameters: tuple[str, ...], kind: FunctionType) -> None:
        super().__init__(name, parameters)
        self.type = kind
        self.visible: dict[str, Any] = {}  # the knowledge that its body requires, by name
        self._code: Code | None = None
        self._slots = 0
        self._target: Function | None = None

    def complete(self, code: Code, slots: int) -> None:
        self._code, self._slots = code, slots

    def call(self, arguments: Sequence[Any], run: Run) -> Any:
        if self._target is None and self._code is not None:
            env: list[Any] = [None] * self._slots
            env[0], env[1] = self.visible, run
            found = self._code(env)
            if not isinstance(found, Function):
                return None  # refused or broken: the reason is among the warnings
            self._target = found
        return run.null(f"{self.name} has no body") if self._target is None else self._target.call(arguments, run)
