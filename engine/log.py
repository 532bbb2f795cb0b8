"""The engine's log: events with fields, in English, for the people who run it."""

import structlog

log: structlog.stdlib.BoundLogger = structlog.get_logger("polku")
