"""What a database says when it can't go on, as errors of the engine: sentences for whoever was stopped by it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from engine.errors import Collided, NoRoom, PolkuError, Refused, Unavailable

AWAY = (
    "The database does not answer. What was accepted before is safe, and what you sent just now was done wholly "
    "or not at all. Try again in a moment."
)
BUSY = "The database has more to do than it can at the moment, and nothing was changed. Try again in a moment."
NOT_KEPT = "The database can't keep a value that was given: {}. Nothing was changed."

Meaning = tuple[type[PolkuError], str]
COLLIDED: Meaning = (Collided, str(Collided.__doc__))
FULL: Meaning = (NoRoom, str(NoRoom.__doc__))

#: PostgreSQL's conditions (SQLSTATE), by how they begin; the longer ones first.
CONDITIONS: dict[str, Meaning] = {
    "53100": FULL,
    "55P03": COLLIDED,
    "08": (Unavailable, AWAY),
    "40": COLLIDED,  # a deadlock, or transactions that can't both be
    "53": (Unavailable, BUSY),
    "57": (Unavailable, AWAY),  # the server is told to stop, or starts
}
#: SQLite's primary result codes (https://www.sqlite.org/rescode.html).
CODES: dict[int, Meaning] = {
    5: (Unavailable, BUSY),  # another program writes
    6: (Unavailable, BUSY),
    10: (Unavailable, AWAY),  # reading or writing the disk failed
    13: FULL,
    14: (Unavailable, AWAY),  # the file can't be opened
}


@contextmanager
def told() -> Iterator[None]:
    """Failures of the database in the block become `Unavailable`, `Collided` or `Refused`; mistakes stay mistakes."""
    try:
        yield
    except NoConnection as error:
        raise Unavailable(BUSY, "every connection of the pool is in use") from error
    except DataError as error:
        raise Refused(NOT_KEPT.format(first_line(error).rstrip("."))) from error
    except DBAPIError as error:
        known = meaning(error)
        if known is None:
            raise
        kind, sentence = known
        raise (kind(sentence, first_line(error)) if issubclass(kind, Unavailable) else kind(sentence)) from error


def meaning(error: DBAPIError) -> Meaning | None:
    """What the failure means; None for a mistake of the program."""
    state = getattr(error.orig, "sqlstate", None) or ""
    for beginning, meant in CONDITIONS.items():
        if state.startswith(beginning):
            return meant
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return CODES.get(code & 0xFF)
    # Where no server answers there is no condition to read: connecting failed, or the connection broke.
    unreached = isinstance(error, OperationalError | InterfaceError) and not state
    return (Unavailable, AWAY) if error.connection_invalidated or unreached else None


def first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
