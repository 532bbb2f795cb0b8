"""Databases of earlier releases, with rows in them."""

from datetime import UTC, datetime
from typing import Any

from alembic import command
from sqlalchemy import MetaData, Table, insert

from engine.store import Database
from engine.store.migrate import ENGINE, configuration

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
STATE = b'{"status":"completed","next_key":4,"elements":{},"waits":{},"incidents":{}}'


def upgraded_to(database: Database, revision: str) -> None:
    """The tables of the engine as they were in that release."""
    with database.writing() as session:
        command.upgrade(configuration(ENGINE, session.connection()), revision)


def fill(database: Database) -> None:
    """Rows as the first release wrote them: an instance with a history, work that waits, a person, a message."""
    with database.writing() as session:
        connection = session.connection()
        known = MetaData()

        def add(table: str, *rows: dict[str, Any]) -> None:
            connection.execute(insert(Table(table, known, autoload_with=connection)), list(rows))

        add("files", {"checksum": "abc", "content": b"<definitions/>"})
        add("deployments", {"at": NOW, "actor": "olli", "note": ""})
        add(
            "definitions",
            {
                "kind": "process", "key": "p:1", "id": "p", "version": 1, "name": "P", "version_tag": None,
                "deployment": 1, "file": "p.bpmn", "checksum": "abc",
            },
        )  # fmt: skip
        instance = {
            "process_id": "p", "version": 1, "definition": "p:1", "business_key": "k", "started_at": NOW,
            "started_by": "anna", "facts": 3, "state": STATE, "status": "active", "ended_at": None,
        }  # fmt: skip
        add("instances", {"id": "i1", **instance}, {"id": "i2", **instance, "status": "completed", "ended_at": NOW})
        fact = {
            "at": NOW, "actor": "anna", "definition": "p:1", "process_id": "p", "process": 1, "business_key": "k",
            "element_id": "e",
        }  # fmt: skip
        contents = (
            ("ProcessStarted", '{"fact":"ProcessStarted","key":1,"process":"p","definition":"p:1"}'),
            ("VariablesSet", '{"fact":"VariablesSet","scope":1,"values":{"x":1}}'),
            ("ElementActivated", '{"fact":"ElementActivated","key":2,"element":"e","scope":1}'),
        )
        add(
            "facts",
            *(
                {**fact, "instance_id": id, "number": number, "kind": kind, "data": data}
                for id in ("i1", "i2")
                for number, (kind, data) in enumerate(contents, 1)
            ),
        )
        item = {
            "instance_id": "i1", "status": "open", "element_id": "e", "name": "E", "process_id": "p",
            "definition": "p:1", "business_key": "k", "assigned_at": None, "reason": "", "form": "", "due_at": None,
            "follow_up_at": None, "sort_at": NOW, "priority": 50, "skills": "[]", "language": "", "continuity": "",
            "due_working_days": None, "created_at": NOW, "completed_at": None, "completed_by": "",
        }  # fmt: skip
        add(
            "work_items",
            {**item, "key": 2, "assignee": "", "candidate_groups": '["b","a"]', "candidate_users": '["anna"]'},
            {**item, "key": 3, "assignee": "anna", "candidate_groups": "[]", "candidate_users": "[]"},
        )
        add(
            "work_item_candidates",
            *({"instance_id": "i1", "key": 2, "kind": "group", "name": name} for name in ("a", "b")),
            {"instance_id": "i1", "key": 2, "kind": "user", "name": "anna"},
        )
        add(
            "people",
            {"account": "anna", "name": "Anna", "email": "", "language": "fi", "password_hash": "x", "active": True},
        )
        add("person_traits", {"account": "anna", "kind": "group", "name": "a"})
        add("requests", {"id": "r", "command": "start p", "answer": "i1", "at": NOW})
        add(
            "messages",
            {
                "message_id": "m", "name": "paid", "correlation_key": "k", "variables": "{}", "published_at": NOW,
                "published_by": "anna", "expires_at": NOW, "open": True,
            },
        )  # fmt: skip
