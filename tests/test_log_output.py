"""The log is readable for people or machines, goes to the error output, and holds no secrets."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from engine.log_output import configure_logging


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root, config = logging.getLogger(), structlog.get_config()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.configure(**config)


def test_machines_get_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("json", "info")

    structlog.get_logger("polku").info("job failed", instance="i1", name="Työ")
    logging.getLogger("another.package").warning("disk nearly full")

    mine, others = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (mine["event"], mine["instance"], mine["name"], mine["level"]) == ("job failed", "i1", "Työ", "info")
    assert (others["event"], others["level"]) == ("disk nearly full", "warning")
    assert mine["timestamp"].endswith("Z")


def test_people_get_lines_and_the_standard_output_stays_free(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("console", "info")

    structlog.get_logger("polku").info("clock started", workers=2)

    written = capsys.readouterr()
    assert "clock started" in written.err
    assert "workers=2" in written.err
    assert written.out == ""


def test_what_is_below_the_level_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("console", "warning")

    structlog.get_logger("polku").info("chatter")
    logging.getLogger("alembic").info("chatter")

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("format", ["console", "json"])
def test_secrets_are_hidden_and_tracebacks_show_no_values(capsys: pytest.CaptureFixture[str], format: str) -> None:
    configure_logging(format, "info")
    password = "hunter2"

    try:
        raise ValueError("The sign-in failed.")
    except ValueError as error:
        structlog.get_logger("polku").error(
            "sign-in", new_password=password, session_token="abc123", exc_info=error, account="anna"
        )

    written = capsys.readouterr().err
    assert "hunter2" not in written
    assert "abc123" not in written
    assert "anna" in written
    assert "ValueError: The sign-in failed." in written
