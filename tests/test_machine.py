"""The fixtures of conftest.py do what they promise to every other test."""

import socket

import pytest
from playwright.sync_api import Browser

from tests.postgres import GIVEN_URL, NoPostgres, connect, new_database, postgres_server


def test_a_postgres_database_is_empty_and_takes_tables(postgres_database: str) -> None:
    with connect(postgres_database) as connection:
        connection.execute("CREATE TABLE memo (text text)")
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("memo",)]


def test_a_postgres_database_is_gone_after_its_test(postgres_url: str) -> None:
    with new_database(postgres_url) as url:
        name = url.split("?")[0].rpartition("/")[2]
    with connect(postgres_url) as connection:
        left = connection.execute("SELECT datname FROM pg_database WHERE datname = %s", [name]).fetchall()
    assert name.startswith("polku_test_")
    assert left == []


def test_chromium_shows_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<h1>Polku</h1>")
    assert page.inner_text("h1") == "Polku"
    page.close()


def test_a_test_cannot_reach_another_machine() -> None:
    with pytest.raises(ConnectionRefusedError, match=r"192\.0\.2\.1"), socket.socket() as client:
        client.connect(("192.0.2.1", 80))


def test_the_reason_names_a_postgres_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(GIVEN_URL, "postgresql+psycopg://127.0.0.1:9/none")
    with pytest.raises(NoPostgres, match=GIVEN_URL), postgres_server():
        pytest.fail("There is no server on port 9.")
