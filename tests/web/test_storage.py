"""The page of the database's size shows what the metrics tell, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime

import pytest

from engine.store import growth
from engine.store.growth import Room, TableRoom, Unswept
from tests.web.conftest import Office


def test_on_sqlite_the_size_and_the_free_room_are_shown(office: Office) -> None:
    page = office.visitor("yrjo").get("/operations/storage").text
    size = growth.room(office.program.database).bytes / 1_000_000
    assert f"{size:.1f} MB" in page
    assert "nothing to sweep" in page


def test_tables_come_with_their_dead_rows_and_those_that_lag_behind_are_marked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept = datetime(2026, 3, 2, 10, tzinfo=UTC)
    tables = (TableRoom("jobs", 7_300_000, 1200, 400_000, None), TableRoom("facts_1", 5_000_000, 90, 0, swept))
    monkeypatch.setattr(growth, "room", lambda _: Room(20_000_000, 0, tables))
    monkeypatch.setattr(growth, "unswept", lambda _: (Unswept("jobs", 1200, 400_000, None),))
    page = office.visitor("yrjo").get("/operations/storage").text
    for text in ("20 MB", "7.3 MB", "1,200", "400,000", "not yet", 'datetime="2026-03-02T10:00:00+00:00"'):
        assert text in page, text
    assert page.count("sweeping lags behind") == 1
