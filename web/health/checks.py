"""What must be right before the program can serve: each check gives a sentence when it is not."""

from collections.abc import Callable, Mapping

import structlog

from web.assets import FrontEndNotBuilt, asset
from web.office import Office

log = structlog.get_logger("web")

ENTRIES = ("base", "diagram", "form", "studio", "decision", "formeditor")


def database(office: Office) -> str:
    try:
        waiting = office.engine.pending_migrations()
    except Exception as error:
        log.error("the database does not answer", exc_info=error)
        return "The database does not answer. Look into the log."
    return f"Migrations are waiting for {', '.join(waiting)}. Run polku migrate." if waiting else ""


def front_end(_office: Office) -> str:
    try:
        for entry in ENTRIES:
            asset(entry)
    except (FrontEndNotBuilt, LookupError) as error:
        return str(error)
    return ""


def clock(office: Office) -> str:
    return "" if office.engine.clock_runs() else "The clock doesn't run: timers and jobs wait. Restart the program."


CHECKS: Mapping[str, Callable[[Office], str]] = {"database": database, "front end": front_end, "clock": clock}
