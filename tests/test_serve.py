"""`polku serve` starts from nothing, stops when asked to, and keeps the data from one start to the next."""

import stat
from pathlib import Path

import pytest

from engine.settings import SECRET_KEY_FILE
from tests.serving import Browser, serving


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return {"POLKU_DATABASE_URL": f"sqlite:///{tmp_path}/data/office.db", "POLKU_PROCESSES": "tests.faults.errands"}


def test_a_server_starts_from_nothing_stops_when_asked_to_and_goes_on_where_it_was(
    settings: dict[str, str], tmp_path: Path
) -> None:
    with serving(**settings) as server:
        assert "Released new versions: 1 process." in server.printed
        assert '"live"' in Browser(server.address).get("/health/live")
        assert server.end() == 0
        assert server.printed[-1] == "Polku has stopped."
    key = tmp_path / "data" / SECRET_KEY_FILE
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_text()

    with serving(**settings) as server:
        assert not any(line.startswith("Released") for line in server.printed)
        assert server.end() == 0

    assert key.read_text() == before
