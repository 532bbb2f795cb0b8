"""Where the log goes and what it looks like: lines for people or JSON for machines, on the error output, no secrets."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

SECRET = ("password", "secret", "token", "cookie", "authorization")
HIDDEN = "(hidden)"
#: Libraries whose everyday messages say nothing to the people who run the program, and from when on they do.
QUIET = {
    "alembic": logging.WARNING,
    "apscheduler": logging.ERROR,  # it warns whenever a worker is woken that is awake
    "procrastinate": logging.WARNING,
    "waitress.queue": logging.ERROR,  # that a request waits for a thread is everyday
    "waitress": logging.WARNING,
    "spiff": logging.ERROR,
}


def configure_logging(format: str, level: str) -> None:
    """Send the program's log and that of its libraries to the error output, as `format` (console, json) says."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[without_internals, *ending(format)])
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(number)
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(number, least))


def ending(format: str) -> list[Processor]:
    """The last processors. Tracebacks are written without the values of variables, which may be secrets."""
    if format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


def without_internals(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return structlog.stdlib.ProcessorFormatter.remove_processors_meta(logger, name, event)


def hide_secrets(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """What has a secret's name is not written, wherever it was logged."""
    for field in event:
        if any(word in field.lower() for word in SECRET):
            event[field] = HIDDEN
    return event
