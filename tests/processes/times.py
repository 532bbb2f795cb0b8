"""The moments at which tests happen."""

from datetime import UTC, datetime

MONDAY = datetime(2026, 1, 12, 7, 0, tzinfo=UTC)  # nine in the morning in Helsinki
