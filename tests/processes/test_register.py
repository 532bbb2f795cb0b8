"""The register's tables and what pages ask of them, on each database."""

from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from engine.errors import NotFound
from engine.store import Database
from engine.store.migrate import configuration, migrate
from processes.business_services.demo.parts import invented_business_ids
from processes.business_services.register import companies, persons, queries
from processes.business_services.register.business_id import business_id
from processes.business_services.register.schema import SCHEMA
from processes.business_services.register.tables import Memo, Table
from tests.processes.times import MONDAY

PERSONAL = {
    "register_contact_persons": {"name", "email", "phone"},
    "register_memos": {"text"},
    "register_services": {"note"},
    "register_feedback": {"comment", "reply"},
    "register_contacts": {"summary"},
    "register_outbox": {"recipient", "body"},
    "register_plans": {"goals", "office_actions", "company_actions", "note"},
    "register_agreements": {"duties", "note"},
    "register_visits": {"summary"},
}
#: Rows as the register had them before contact persons were confirmed.
WHEN = "2024-06-03 06:00:00"
OLDER: dict[str, dict[str, Any]] = {
    "register_companies": {
        **dict.fromkeys(("name", "sort_name", "search_text", "organisation_type", "market", "municipality"), "x"),
        **dict.fromkeys(("language", "segment", "life_cycle", "nature", "responsible_expert", "status", "path"), "x"),
        "business_id": "1234567-1",
        "personnel": 1,
        "created_at": WHEN,
        "updated_at": WHEN,
    },
    "register_contact_persons": {
        "business_id": "1234567-1",
        "name": "K. Kontio",
        "email": "k@asiakas.example",
        "phone": "",
        "seen_at": WHEN,
    },
}


def add(register: Database, told: dict[str, Any], **special: Any) -> None:
    with register.writing() as session:
        companies.register(session, {"segment": "domestic", **told, **special}, MONDAY)


def test_the_migrations_make_the_tables_that_the_code_describes(register: Database) -> None:
    def mine(name: str | None, kind: str, _parents: Any) -> bool:
        return kind != "table" or name in Table.metadata.tables

    with register.reading() as session:
        context = MigrationContext.configure(
            session.connection(), opts={"include_name": mine, "version_table": SCHEMA.version_table}
        )
        assert compare_metadata(context, Table.metadata) == []


def test_personal_data_is_marked_as_such() -> None:
    marked = {
        table.name: {column.name for column in table.columns if column.info.get("personal")}
        for table in Table.metadata.sorted_tables
    }

    assert {table: columns for table, columns in marked.items() if columns} == PERSONAL


def test_a_new_company_begins_as_an_acquisition(register: Database, told: dict[str, Any]) -> None:
    add(register, told)

    company = queries.customer(register, told["businessId"]).company
    assert (company.name, company.life_cycle, company.nature, company.status) == (
        "Koivulan Konepaja Oy",
        "acquisition",
        "transaction",
        "active",
    )
    assert company.created_at == MONDAY


def test_a_company_that_returns_keeps_its_customership(register: Database, told: dict[str, Any]) -> None:
    add(register, told)
    with register.writing() as session:
        known = companies.company(session, told["businessId"])
        known.life_cycle, known.nature, known.status = "retention", "partnership", "ended"

    add(register, told, personnel=35)

    company = queries.customer(register, told["businessId"]).company
    assert (company.personnel, company.life_cycle, company.nature, company.status) == (
        35,
        "retention",
        "partnership",
        "active",
    )


def test_the_contact_person_who_was_in_touch_last_comes_first(register: Database, told: dict[str, Any]) -> None:
    add(register, told, contactPhone="+358 40 1234567")
    with register.writing() as session:
        other = told | {"contactName": "Saima Suo", "contactEmail": "saima.suo@asiakas.example"}
        persons.meet(session, told["businessId"], other, MONDAY + timedelta(days=1))
    with register.writing() as session:
        persons.meet(session, told["businessId"], told | {"contactName": "K. Kontio"}, MONDAY + timedelta(days=2))

    found = queries.customer(register, told["businessId"]).contact_persons
    assert [(person.name, person.phone) for person in found] == [("K. Kontio", "+358 40 1234567"), ("Saima Suo", "")]


def test_the_contact_persons_of_an_older_register_are_confirmed() -> None:
    register = Database("sqlite://")
    with register.writing() as session:
        command.upgrade(configuration(SCHEMA, session.connection()), "0003")
        for table, row in OLDER.items():
            columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
            session.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({values})"), row)  # noqa: S608

    migrate(register, [SCHEMA])

    with register.reading() as session:
        assert persons.contact_person(session, "1234567-1").email == "k@asiakas.example"
    register.close()


@pytest.mark.parametrize("words", ["konepaja", "KOIVULAN tampere", "1234567-1", "tamp koi", ""])
def test_every_word_of_a_search_is_looked_for(register: Database, told: dict[str, Any], words: str) -> None:
    add(register, told)
    add(register, told, businessId=business_id("0737546-2"), companyName="Ääniaalto Oy", municipality="Kuopio")

    found = {company.name for company in queries.search(register, words).items}
    assert "Koivulan Konepaja Oy" in found
    assert ("Ääniaalto Oy" in found) == (words == "")


@pytest.mark.parametrize("text", ["%", "_", "\\", "konepaja%", "kuopio"])
def test_signs_of_the_query_language_are_looked_for_as_they_are(
    register: Database, told: dict[str, Any], text: str
) -> None:
    add(register, told)

    assert queries.search(register, text).items == ()


def test_a_search_is_paged_in_the_order_of_the_names(register: Database, told: dict[str, Any]) -> None:
    names = ["Öljy Oy", "Aalto Oy", "ahma Oy", "Zeta Oy", "Äes Oy"]
    for name, id in zip(names, invented_business_ids(5), strict=True):
        add(register, told, businessId=id, companyName=name)

    found, after = [], None
    while True:
        page = queries.search(register, after=after, limit=2)
        found += [company.name for company in page.items]
        if (after := page.next) is None:
            break

    assert found == sorted(names, key=str.casefold)


def test_a_search_can_be_narrowed(register: Database, told: dict[str, Any]) -> None:
    add(register, told)
    add(register, told, businessId="0737546-2", companyName="Vientiveto Oy", segment="international")

    assert [one.name for one in queries.search(register, segment="international").items] == ["Vientiveto Oy"]
    assert queries.search(register, expert="asiantuntija1").items == ()
    assert len(queries.search(register, status="active").items) == 2


def test_a_customer_has_its_newest_memos_first(register: Database, told: dict[str, Any]) -> None:
    add(register, told)
    with register.writing() as session:
        for day, text in enumerate(("first", "second", "third")):
            memo = Memo(business_id=told["businessId"], instance_id="i", kind="assessment", text=text, author="a")
            memo.written_at = MONDAY + timedelta(days=day)
            session.add(memo)
            session.flush()

    memos = queries.customer(register, told["businessId"], newest=2).memos
    assert [memo.text for memo in memos] == ["third", "second"]


def test_an_unknown_customer_is_named(register: Database) -> None:
    with pytest.raises(NotFound, match="1234567-1"):
        queries.customer(register, "1234567-1")


def test_names_are_found_for_many_customers_at_once(register: Database, told: dict[str, Any]) -> None:
    add(register, told)

    assert queries.names(register, ["1234567-1", "0737546-2"]) == {"1234567-1": "Koivulan Konepaja Oy"}
