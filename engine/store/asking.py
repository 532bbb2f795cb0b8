"""Which request everything belongs to that is written now: the name that the log, the answer and the history share.

It is empty where nobody asks: the clock, a job, the command line.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token

_request: ContextVar[str] = ContextVar("request", default="")


def request() -> str:
    """The name of the request that is being answered, or nothing."""
    return _request.get()


def begin(name: str) -> Token[str]:
    """What is written from now on belongs to the request of this name, until `end` is called with what this gives."""
    return _request.set(name)


def end(begun: Token[str]) -> None:
    """What is written from now on belongs to what was before."""
    _request.reset(begun)


@contextmanager
def asked_by(name: str) -> Iterator[None]:
    """What is written inside belongs to the request of this name."""
    begun = begin(name)
    try:
        yield
    finally:
        end(begun)
