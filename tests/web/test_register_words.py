"""The history tells what was written into the register in words: every table, column and code has its name."""

from datetime import UTC, datetime

import pytest
from flask import g

from engine.store.records import Record
from processes.business_services import terms
from processes.business_services.register import agreed, recording, tables
from processes.business_services.register_terms import ENTRY, FIELD, VOCABULARY
from tests.web.conftest import Office
from web.audit.record_sentences import record_sentence

TABLES = tables.Table.metadata.tables
NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)


def written(subject: str, values: dict[str, object]) -> Record:
    return Record(
        seq=1,
        at=NOW,
        actor="anna",
        on_behalf_of="",
        kind="RegisterEntryAdded",
        subject=subject,
        business_key="1234567-1",
        reason="",
        request="",
        data={"set": values},
        digest="",
        values=None,
    )


def test_every_table_and_column_of_the_register_has_a_name() -> None:
    assert agreed.Visit.__tablename__ in TABLES
    assert set(ENTRY) == set(TABLES)
    assert (
        set(FIELD)
        == {column for table in TABLES.values() for column in map(str, table.columns.keys())} - recording.DERIVED
    )


@pytest.mark.parametrize(("column", "vocabulary"), list(VOCABULARY.items()))
def test_codes_are_read_by_a_vocabulary_that_there_is(column: str, vocabulary: str) -> None:
    table, _, name = column.rpartition(".")
    assert getattr(terms, vocabulary)
    assert name in TABLES[table].columns if table else name in FIELD


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "fi",
            "Rekisteriin lisättiin merkintä (yrityskäynti 7): Y-tunnus = 1234567-1, aika = 2.3.2026 klo 9.00, "
            "syy = Yritys pyysi, asiakkuus = ei",
        ),
        (
            "en",
            "The register got an entry (company visit 7): business ID = 1234567-1, time = 2 Mar 2026, 09:00, "
            "reason = The company asked, customership = no",
        ),
    ],
)
def test_what_was_written_is_told_with_the_names_of_the_fields(office: Office, language: str, sentence: str) -> None:
    # given
    visit = written(
        "register_visits:7",
        {"business_id": "1234567-1", "at": NOW.isoformat(), "reason": "asked", "customership": False},
    )

    # then
    with office.app.test_request_context():
        g.language = language
        assert record_sentence(visit, 500) == sentence
