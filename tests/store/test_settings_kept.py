"""What the program was set to when it started is in the history; secrets are not."""

from dataclasses import replace

from engine.settings import Settings
from engine.store import Database, records
from engine.store.settings_kept import KIND, keep_settings
from engine.testing import START

SETTINGS = replace(Settings(), secret_key="k" * 32, mail_server="smtp://office:hunter2@mail.example")


def kept(database: Database) -> list[records.Record]:
    with database.reading() as session:
        return records.found(session, records.Wanted(kind=KIND), newest_first=False)


def test_the_same_settings_are_recorded_once(database: Database) -> None:
    keep_settings(database, SETTINGS, START)
    keep_settings(database, SETTINGS, START)

    (first,) = kept(database)
    assert first.data["settings"]["routing_schedule"] == SETTINGS.routing_schedule
    assert first.data["changed"] == {}


def test_a_changed_setting_is_recorded_with_what_it_was(database: Database) -> None:
    keep_settings(database, SETTINGS, START)
    keep_settings(database, replace(SETTINGS, checkpoint_minutes=5), START)

    assert kept(database)[-1].data["changed"] == {"checkpoint_minutes": {"from": "60", "to": "5"}}


def test_a_changed_password_shows_as_changed_and_not_as_what_it_is(database: Database) -> None:
    keep_settings(database, SETTINGS, START)
    keep_settings(database, replace(SETTINGS, mail_server="smtp://office:hunter3@mail.example"), START)

    last = kept(database)[-1]
    assert list(last.data["changed"]) == ["mail_server"]
    assert "hunter" not in str([one.data for one in kept(database)])
    assert "k" * 32 not in str([one.data for one in kept(database)])
