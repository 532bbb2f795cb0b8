"""The two things that can go wrong with FEEL: a text that is no expression, and an expression past its bounds."""

from __future__ import annotations


class FeelSyntaxError(ValueError):
    """The text is not a FEEL expression.

    ``message`` says what is wrong, ``position`` is the offset of the offending character in ``text`` and ``expected``
    lists what could have stood there. ``str()`` adds the line with a caret below the place.
    """

    def __init__(self, message: str, text: str, position: int, expected: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.text = text
        self.position = min(max(position, 0), len(text))
        self.expected = expected

    @property
    def reason(self) -> str:
        """What is wrong and what was expected, as a part of a sentence."""
        hint = f"; expected {' or '.join(self.expected)}" if self.expected else ""
        return f"{self.message[:1].lower()}{self.message[1:].rstrip('.')}{hint}"

    @property
    def line(self) -> int:
        """Line of the offending character, counted from 1."""
        return self.text.count("\n", 0, self.position) + 1

    @property
    def column(self) -> int:
        """Column of the offending character, counted from 1."""
        return self.position - self.text.rfind("\n", 0, self.position)

    def __str__(self) -> str:
        start = self.text.rfind("\n", 0, self.position) + 1
        end = self.text.find("\n", self.position)
        line = self.text[start : end if end >= 0 else len(self.text)]
        indent = "".join("\t" if character == "\t" else " " for character in line[: self.position - start])
        hint = f" Expected {' or '.join(self.expected)}." if self.expected else ""
        return f"{self.message}{hint}\n  {line}\n  {indent}^"


class FeelError(ValueError):
    """An expression went past one of its bounds (steps, depth, size); everything else in FEEL yields null."""
