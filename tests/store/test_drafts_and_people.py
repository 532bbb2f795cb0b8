"""Drafts and people are kept, replaced and found again."""

from datetime import UTC, datetime, timedelta

from engine.store import Database, drafts, people
from engine.store.drafts import DraftRow
from engine.store.people import Person

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


def test_a_draft_is_kept_until_it_is_deleted(database: Database) -> None:
    drafts.save(database, "process", "path", b"one", author="olli", based_on="path:3", now=NOW)
    drafts.save(database, "form", "path", b"form", author="olli", based_on="", now=NOW)
    later = NOW + timedelta(hours=1)
    drafts.save(database, "process", "path", b"two", author="anna", based_on="path:3", now=later)
    assert drafts.get(database, "process", "path") == DraftRow("process", "path", b"two", "anna", later, "path:3")
    assert [draft.kind for draft in drafts.list(database)] == ["form", "process"]
    drafts.delete(database, "process", "path")
    drafts.delete(database, "process", "path")
    assert drafts.get(database, "process", "path") is None
    assert len(drafts.list(database)) == 1


def test_a_person_is_found_with_everything_and_can_change(database: Database) -> None:
    anna = Person(account="anna", name="Anna A", roles=("expert",), groups=("b", "a"), skills=("x",), languages=("fi",))
    people.save(database, anna)
    people.save(database, Person(account="zoe", name="Aaa Zoe"))
    assert people.get(database, "anna") == Person(
        account="anna", name="Anna A", roles=("expert",), groups=("a", "b"), skills=("x",), languages=("fi",)
    )
    people.save(database, Person(account="anna", name="Anna B", active=False))
    assert people.get(database, "anna") == Person(account="anna", name="Anna B", active=False)
    assert [person.account for person in people.list(database)] == ["zoe", "anna"]
    assert people.get(database, "nobody") is None
