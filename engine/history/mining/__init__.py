"""Process mining: the cases of a version in a period, what is usual and what rare in them; exports for others."""

from engine.history.mining.cases import Case, Cases, Event, cases
from engine.history.mining.conformance import Conformance, Deviation
from engine.history.mining.figures import ElementFigures, Figures, Variant, figures

__all__ = [
    "Case",
    "Cases",
    "Conformance",
    "Deviation",
    "ElementFigures",
    "Event",
    "Figures",
    "Variant",
    "cases",
    "figures",
]
