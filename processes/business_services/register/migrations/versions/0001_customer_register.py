"""The customer register."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text()
TIME = sa.DateTime(timezone=True)
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def column(name: str, type_: Any, *, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=nullable, **options)


def table(name: str, key: str, *columns: sa.Column[Any]) -> None:
    """A table about a company, with its foreign key."""
    op.create_table(
        name,
        *columns,
        sa.ForeignKeyConstraint(["business_id"], ["register_companies.business_id"], name=f"fk_{name}_business_id"),
        sa.PrimaryKeyConstraint(key, name=f"pk_{name}"),
    )


def upgrade() -> None:
    companies()
    people_and_memos()
    services_and_feedback()
    contacts_and_letters()


def companies() -> None:
    texts = ("name", "sort_name", "search_text", "organisation_type", "market", "municipality", "language")
    customership = ("segment", "life_cycle", "nature", "responsible_expert", "status")
    op.create_table(
        "register_companies",
        column("business_id", TEXT),
        *(column(name, TEXT) for name in texts),
        column("personnel", sa.Integer()),
        *(column(name, TEXT) for name in customership),
        column("created_at", TIME),
        column("updated_at", TIME),
        sa.PrimaryKeyConstraint("business_id", name="pk_register_companies"),
    )
    op.create_index("ix_register_companies_list", "register_companies", ["sort_name", "business_id"])
    op.create_index("ix_register_companies_expert", "register_companies", ["responsible_expert", "status"])


def people_and_memos() -> None:
    table(
        "register_contact_persons",
        "id",
        column("id", COUNTER),
        column("business_id", TEXT),
        column("name", TEXT),
        column("email", TEXT),
        column("phone", TEXT),
        column("seen_at", TIME),
    )
    op.create_index("ix_register_contact_persons_business_id", "register_contact_persons", ["business_id"])
    table(
        "register_memos",
        "id",
        column("id", COUNTER),
        column("business_id", TEXT),
        column("instance_id", TEXT),
        column("kind", TEXT),
        column("text", TEXT),
        column("author", TEXT),
        column("written_at", TIME),
    )
    op.create_index("ix_register_memos_company", "register_memos", ["business_id", "id"])


def services_and_feedback() -> None:
    table(
        "register_services",
        "id",
        column("id", COUNTER),
        column("business_id", TEXT),
        column("instance_id", TEXT),
        column("service", TEXT),
        column("expert", TEXT),
        column("started_at", TIME),
        column("ended_at", TIME, nullable=True),
        column("outcome", TEXT),
        column("note", TEXT),
    )
    op.create_index("ix_register_services_company", "register_services", ["business_id", "id"])
    table(
        "register_feedback",
        "id",
        column("id", TEXT),
        column("business_id", TEXT),
        column("instance_id", TEXT),
        column("services", TEXT),
        column("expert", TEXT),
        column("status", TEXT),
        column("asked_at", TIME),
        column("tries", sa.Integer()),
        column("received_at", TIME, nullable=True),
        column("channel", TEXT),
        column("rating", sa.Integer(), nullable=True),
        column("grade", TEXT),
        column("wants_contact", sa.Boolean()),
        column("comment", TEXT),
        column("replied_at", TIME, nullable=True),
        column("replied_by", TEXT),
        column("reply", TEXT),
        column("correction", TEXT),
    )
    op.create_index("ix_register_feedback_company", "register_feedback", ["business_id", "asked_at"])


def contacts_and_letters() -> None:
    table(
        "register_contacts",
        "id",
        column("id", COUNTER),
        column("business_id", TEXT),
        column("instance_id", TEXT),
        column("at", TIME),
        column("initiative", TEXT),
        column("channel", TEXT),
        column("expert", TEXT),
        column("outcome", TEXT),
        column("summary", TEXT),
    )
    op.create_index("ix_register_contacts_company", "register_contacts", ["business_id", "id"])
    table(
        "register_outbox",
        "id",
        column("id", COUNTER),
        column("business_id", TEXT),
        column("instance_id", TEXT),
        column("kind", TEXT),
        column("audience", TEXT),
        column("recipient", TEXT),
        column("language", TEXT),
        column("subject", TEXT),
        column("body", TEXT),
        column("feedback_id", TEXT),
        column("created_at", TIME),
        column("sent_at", TIME, nullable=True),
    )
    op.create_index("ix_register_outbox_company", "register_outbox", ["business_id", "id"])
    op.create_index("ix_register_outbox_unsent", "register_outbox", ["sent_at", "id"])
