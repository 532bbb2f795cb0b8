"""The remarks of plans and refusals in the language of the page."""

from collections.abc import Iterator

from flask_babel import gettext

import engine.kernel.operations.migration
import engine.kernel.operations.modification  # noqa: F401  the phrases are made where they are used
from engine.model.remark import PHRASES, Remark


def told(remark: Remark) -> str:
    """The remark as a sentence. What the engine says of an expression stays as it is."""
    return remark.told_in(gettext(remark.phrase))


def texts() -> Iterator[str]:
    """Every phrase that the catalogues translate."""
    yield from PHRASES
