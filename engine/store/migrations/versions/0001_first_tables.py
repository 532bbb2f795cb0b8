"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.store.migrations.append_only import refuse_changes

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text()
TIME = sa.DateTime(timezone=True)
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PARTIAL = ("sqlite_where", "postgresql_where")
OPEN_ITEMS: dict[str, Any] = {where: sa.text("status = 'open'") for where in PARTIAL}
OPEN_MESSAGES: dict[str, Any] = {"sqlite_where": sa.text("open = 1"), "postgresql_where": sa.text("open")}
TRIABLE_JOBS: dict[str, Any] = {where: sa.text("retries > 0") for where in PARTIAL}


def upgrade() -> None:
    definitions()
    instances()
    work()
    waits()
    signals()
    people()
    refuse_changes("facts")


def column(name: str, type_: Any, *, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=nullable, **options)


def definitions() -> None:
    op.create_table(
        "files",
        column("checksum", TEXT),
        column("content", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("checksum", name="pk_files"),
    )
    op.create_table(
        "deployments",
        column("id", COUNTER),
        column("at", TIME),
        column("actor", TEXT),
        column("note", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_deployments"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "definitions",
        column("kind", TEXT),
        column("key", TEXT),
        column("id", TEXT),
        column("version", sa.Integer()),
        column("name", TEXT),
        column("version_tag", TEXT, nullable=True),
        column("deployment", COUNTER),
        column("file", TEXT),
        column("checksum", TEXT),
        sa.ForeignKeyConstraint(["checksum"], ["files.checksum"], name="fk_definitions_checksum"),
        sa.ForeignKeyConstraint(["deployment"], ["deployments.id"], name="fk_definitions_deployment"),
        sa.PrimaryKeyConstraint("kind", "key", name="pk_definitions"),
    )
    op.create_index("ix_definitions_tag", "definitions", ["kind", "id", "version_tag"])
    op.create_index("uq_definitions_version", "definitions", ["kind", "id", "version"], unique=True)
    op.create_table(
        "deployed",
        column("deployment", COUNTER),
        column("kind", TEXT),
        column("id", TEXT),
        column("key", TEXT),
        sa.ForeignKeyConstraint(["deployment"], ["deployments.id"], name="fk_deployed_deployment"),
        sa.PrimaryKeyConstraint("deployment", "kind", "id", name="pk_deployed"),
    )
    op.create_table(
        "drafts",
        column("kind", TEXT),
        column("name", TEXT),
        column("content", sa.LargeBinary()),
        column("author", TEXT),
        column("updated_at", TIME),
        column("based_on", TEXT),
        sa.PrimaryKeyConstraint("kind", "name", name="pk_drafts"),
    )


def instances() -> None:
    op.create_table(
        "instances",
        column("id", TEXT),
        column("process_id", TEXT),
        column("version", sa.Integer()),
        column("definition", TEXT),
        column("business_key", TEXT),
        column("status", TEXT),
        column("started_at", TIME),
        column("started_by", TEXT),
        column("ended_at", TIME, nullable=True),
        column("facts", sa.Integer()),
        column("state", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_instances"),
    )
    op.create_index("ix_instances_business_key", "instances", ["business_key", "started_at", "id"])
    op.create_index("ix_instances_process", "instances", ["process_id", "started_at", "id"])
    op.create_index("ix_instances_started", "instances", ["started_at", "id"])
    op.create_index("ix_instances_status", "instances", ["status", "started_at", "id"])
    op.create_table(
        "facts",
        column("seq", COUNTER),
        column("instance_id", TEXT),
        column("number", sa.Integer()),
        column("at", TIME),
        column("actor", TEXT),
        column("kind", TEXT),
        column("definition", TEXT),
        column("process_id", TEXT),
        column("process", sa.Integer()),
        column("business_key", TEXT),
        column("element_id", TEXT),
        column("data", TEXT),
        sa.PrimaryKeyConstraint("seq", name="pk_facts"),
        sa.UniqueConstraint("instance_id", "number", name="uq_facts_instance_id_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_facts_actor", "facts", ["actor", "seq"])
    op.create_index("ix_facts_at", "facts", ["at", "seq"])
    op.create_index("ix_facts_business_key", "facts", ["business_key", "seq"])
    op.create_index("ix_facts_process", "facts", ["process_id", "seq"])
    op.create_table(
        "incidents",
        column("instance_id", TEXT),
        column("key", sa.Integer(), autoincrement=False),
        column("element_id", TEXT),
        column("process_id", TEXT),
        column("definition", TEXT),
        column("business_key", TEXT),
        column("sentence", TEXT),
        column("job", sa.Integer()),
        column("created_at", TIME),
        sa.PrimaryKeyConstraint("instance_id", "key", name="pk_incidents"),
    )
    op.create_index("ix_incidents_created", "incidents", ["created_at", "instance_id", "key"])
    op.create_index("ix_incidents_process", "incidents", ["process_id", "created_at"])
    op.create_table(
        "requests",
        column("id", TEXT),
        column("command", TEXT),
        column("answer", TEXT),
        column("at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
    )
    op.create_index("ix_requests_at", "requests", ["at"])


def work() -> None:
    op.create_table(
        "work_items",
        column("instance_id", TEXT),
        column("key", sa.Integer(), autoincrement=False),
        column("status", TEXT),
        column("element_id", TEXT),
        column("name", TEXT),
        column("process_id", TEXT),
        column("definition", TEXT),
        column("business_key", TEXT),
        column("assignee", TEXT),
        column("assigned_at", TIME, nullable=True),
        column("reason", TEXT),
        column("candidate_groups", TEXT),
        column("candidate_users", TEXT),
        column("form", TEXT),
        column("due_at", TIME, nullable=True),
        column("follow_up_at", TIME, nullable=True),
        column("sort_at", TIME),
        column("priority", sa.Integer()),
        column("skills", TEXT),
        column("language", TEXT),
        column("continuity", TEXT),
        column("due_working_days", sa.Integer(), nullable=True),
        column("created_at", TIME),
        column("completed_at", TIME, nullable=True),
        column("completed_by", TEXT),
        sa.PrimaryKeyConstraint("instance_id", "key", name="pk_work_items"),
    )
    op.create_index("ix_work_items_business_key", "work_items", ["business_key", "sort_at", "instance_id", "key"])
    op.create_index("ix_work_items_completed", "work_items", ["completed_by", "completed_at"])
    op.create_index("ix_work_items_due", "work_items", ["status", "sort_at", "instance_id", "key"])
    op.create_index("ix_work_items_open", "work_items", ["assignee", "sort_at", "instance_id", "key"], **OPEN_ITEMS)
    op.create_index("ix_work_items_process", "work_items", ["process_id", "status", "sort_at", "instance_id", "key"])
    op.create_table(
        "work_item_candidates",
        column("instance_id", TEXT),
        column("key", sa.Integer(), autoincrement=False),
        column("kind", TEXT),
        column("name", TEXT),
        sa.ForeignKeyConstraint(
            ["instance_id", "key"],
            ["work_items.instance_id", "work_items.key"],
            name="fk_work_item_candidates_instance_id_key",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("instance_id", "key", "kind", "name", name="pk_work_item_candidates"),
    )
    op.create_index("ix_work_item_candidates_name", "work_item_candidates", ["name", "kind", "instance_id", "key"])
    op.create_table(
        "jobs",
        column("instance_id", TEXT),
        column("key", sa.Integer(), autoincrement=False),
        column("type", TEXT),
        column("retries", sa.Integer()),
        column("headers", TEXT),
        column("element_id", TEXT),
        column("process_id", TEXT),
        column("definition", TEXT),
        column("business_key", TEXT),
        column("actor", TEXT),
        column("created_at", TIME),
        column("run_at", TIME),
        column("sentence", TEXT),
        column("locked_by", TEXT),
        column("locked_until", TIME, nullable=True),
        sa.PrimaryKeyConstraint("instance_id", "key", name="pk_jobs"),
    )
    op.create_index("ix_jobs_run_at", "jobs", ["run_at", "instance_id", "key"], **TRIABLE_JOBS)
    op.create_index("ix_jobs_type", "jobs", ["type", "run_at"])


def waits() -> None:
    op.create_table(
        "timers",
        column("instance_id", TEXT),
        column("key", sa.Integer(), autoincrement=False),
        column("due", TIME),
        column("element_id", TEXT),
        column("process_id", TEXT),
        column("definition", TEXT),
        column("business_key", TEXT),
        column("created_at", TIME),
        sa.PrimaryKeyConstraint("instance_id", "key", name="pk_timers"),
    )
    op.create_index("ix_timers_due", "timers", ["due", "instance_id", "key"])
    op.create_table(
        "timer_starts",
        column("process_id", TEXT),
        column("element_id", TEXT),
        column("part", sa.Integer(), autoincrement=False),
        column("definition", TEXT),
        column("due", TIME),
        column("interval", TEXT),
        column("left", sa.Integer()),
        sa.PrimaryKeyConstraint("process_id", "element_id", "part", name="pk_timer_starts"),
    )
    op.create_index("ix_timer_starts_due", "timer_starts", ["due"])
    op.create_table(
        "messages",
        column("id", COUNTER),
        column("message_id", TEXT, nullable=True),
        column("name", TEXT),
        column("correlation_key", TEXT),
        column("variables", TEXT),
        column("published_at", TIME),
        column("published_by", TEXT),
        column("expires_at", TIME),
        column("open", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("message_id", name="uq_messages_message_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_messages_open", "messages", ["name", "correlation_key"], **OPEN_MESSAGES)
    op.create_index("ix_messages_open_id", "messages", ["id"], **OPEN_MESSAGES)
    op.create_table(
        "message_deliveries",
        column("message", COUNTER),
        column("process_id", TEXT),
        column("instance_id", TEXT),
        column("at", TIME),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_message_deliveries_message", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message", "process_id", name="pk_message_deliveries"),
    )
    op.create_table(
        "message_subscriptions",
        column("instance_id", TEXT),
        column("key", sa.Integer(), autoincrement=False),
        column("name", TEXT),
        column("correlation_key", TEXT),
        column("element_id", TEXT),
        column("process_id", TEXT),
        column("definition", TEXT),
        column("business_key", TEXT),
        column("created_at", TIME),
        sa.PrimaryKeyConstraint("instance_id", "key", name="pk_message_subscriptions"),
    )
    op.create_index("ix_message_subscriptions_name", "message_subscriptions", ["name", "correlation_key"])
    op.create_table(
        "message_starts",
        column("process_id", TEXT),
        column("element_id", TEXT),
        column("name", TEXT),
        column("definition", TEXT),
        column("created_at", TIME),
        sa.PrimaryKeyConstraint("process_id", "element_id", "name", name="pk_message_starts"),
    )
    op.create_index("ix_message_starts_name", "message_starts", ["name"])


def signals() -> None:
    op.create_table(
        "signals",
        column("id", COUNTER),
        column("name", TEXT),
        column("variables", TEXT),
        column("thrown_at", TIME),
        column("thrown_by", TEXT),
        sa.PrimaryKeyConstraint("id", name="pk_signals"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "signal_broadcasts",
        column("signal", COUNTER),
        column("instance_id", TEXT),
        column("key", sa.Integer(), autoincrement=False),
        column("process_id", TEXT),
        column("element_id", TEXT),
        column("definition", TEXT),
        sa.ForeignKeyConstraint(["signal"], ["signals.id"], name="fk_signal_broadcasts_signal", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(
            "signal", "instance_id", "key", "process_id", "element_id", name="pk_signal_broadcasts"
        ),
    )
    op.create_table(
        "signal_subscriptions",
        column("instance_id", TEXT),
        column("key", sa.Integer(), autoincrement=False),
        column("name", TEXT),
        column("element_id", TEXT),
        column("process_id", TEXT),
        column("definition", TEXT),
        column("business_key", TEXT),
        column("created_at", TIME),
        sa.PrimaryKeyConstraint("instance_id", "key", name="pk_signal_subscriptions"),
    )
    op.create_index("ix_signal_subscriptions_name", "signal_subscriptions", ["name"])
    op.create_table(
        "signal_starts",
        column("process_id", TEXT),
        column("element_id", TEXT),
        column("name", TEXT),
        column("definition", TEXT),
        sa.PrimaryKeyConstraint("process_id", "element_id", "name", name="pk_signal_starts"),
    )
    op.create_index("ix_signal_starts_name", "signal_starts", ["name"])


def people() -> None:
    op.create_table(
        "people",
        column("account", TEXT),
        column("name", TEXT),
        column("email", TEXT),
        column("language", TEXT),
        column("password_hash", TEXT),
        column("active", sa.Boolean()),
        sa.PrimaryKeyConstraint("account", name="pk_people"),
    )
    op.create_table(
        "person_traits",
        column("account", TEXT),
        column("kind", TEXT),
        column("name", TEXT),
        sa.ForeignKeyConstraint(["account"], ["people.account"], name="fk_person_traits_account", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account", "kind", "name", name="pk_person_traits"),
    )
    op.create_index("ix_person_traits_name", "person_traits", ["kind", "name", "account"])
