"""The types of expressions as far as they can be known before anything runs, and what can only fail.

Importing the modules fills the table of ``known``. ``Any`` is what is not known; null is possible in any case, as every
value of FEEL may be null.
"""

from __future__ import annotations

from engine.feel.inference import calls, collections, operators  # noqa: F401  (they register their nodes)
from engine.feel.inference.known import Finding, Known, type_of

__all__ = ["Finding", "Known", "type_of"]
