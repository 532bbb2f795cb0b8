"""FEEL in forms: conditions to hide a field, computed fields, limits and choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from engine.feel import Expression, compile_expression
from engine.feel.codec import from_json, to_json
from engine.forms.fields import Component, feel


@lru_cache(maxsize=1024)
def compiled(text: str) -> Expression:
    """The compiled expression; raises FeelSyntaxError, which `read_form` reports at deployment."""
    return compile_expression(text)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an expression of the form sees: the process's variables under what was typed, in JSON form."""

    values: Mapping[str, Any]
    now: datetime

    def evaluate(self, text: str) -> Any:
        """The value in JSON form; null where FEEL says null."""
        variables = {name: from_json(value) for name, value in self.values.items()}
        return to_json(compiled(text).evaluate(variables, self.now))

    def hides(self, component: Component) -> bool:
        condition = feel((component.get("conditional") or {}).get("hide"))
        return condition is not None and self.evaluate(condition) is True

    def value_of(self, attribute: Any) -> Any:
        """An attribute that is either static or "=FEEL"."""
        expression = feel(attribute)
        return attribute if expression is None else self.evaluate(expression)

    def inside(self, row: Mapping[str, Any], index: int) -> "Surroundings":
        """The same seen from row `index` (from 0) of a dynamic list."""
        special = {"this": dict(row), "parent": dict(self.values), "i": index + 1}
        return Surroundings({**self.values, **row, **special}, self.now)
