"""A trend as bars of an SVG picture: where each bar stands and how high it is."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 480, 120, 6


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`bars` has None where there is no figure; `target` is the height of its line, where it is inside."""

    bars: Sequence[Bar | None]
    top: int
    target: float | None


def chart(values: Sequence[int | None], target: int | None) -> Chart:
    top = max([value for value in values if value is not None] + ([target] if target else []) + [1])
    step = WIDTH / max(len(values), 1)

    def bar(number: int, value: int | None) -> Bar | None:
        if value is None:
            return None
        height = round(HEIGHT * value / top, 1)
        return Bar(round(number * step + GAP / 2, 1), round(HEIGHT - height, 1), round(step - GAP, 1), height)

    line = None if not target else round(HEIGHT - HEIGHT * target / top, 1)
    return Chart([bar(number, value) for number, value in enumerate(values)], top, line)
