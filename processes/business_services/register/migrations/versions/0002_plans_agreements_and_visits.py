"""Plans, agreements, visits, the history of the customership, and tries to send a letter."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text()
TIME = sa.DateTime(timezone=True)
COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def column(name: str, type_: Any, *, nullable: bool = False, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=nullable, **options)


def texts(*names: str) -> list[sa.Column[Any]]:
    return [column(name, TEXT) for name in names]


def table(name: str, *columns: sa.Column[Any]) -> None:
    """A table about a company, in the order in which its rows came."""
    op.create_table(
        name,
        column("id", COUNTER),
        *texts("business_id", "instance_id"),
        *columns,
        sa.ForeignKeyConstraint(["business_id"], ["register_companies.business_id"], name=f"fk_{name}_business_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_company", name, ["business_id", "id"])


def upgrade() -> None:
    table("register_changes", column("at", TIME), *texts("what", "before", "after", "reason", "by"))
    table(
        "register_plans",
        *texts("expert", "goals", "office_actions", "company_actions", "status"),
        column("agreed_at", TIME),
        column("followed_up_at", TIME, nullable=True),
        *texts("note"),
    )
    table(
        "register_agreements",
        *texts("expert", "subject", "duties", "status"),
        column("signed_at", TIME),
        column("ends_on", sa.Date()),
        column("reviewed_at", TIME, nullable=True),
        *texts("note"),
    )
    table(
        "register_visits",
        column("at", TIME),
        *texts("expert", "reason"),
        column("customership", sa.Boolean()),
        column("need_found", sa.Boolean()),
        *texts("summary"),
    )
    op.create_index("ix_register_visits_at", "register_visits", ["at"])
    companies_and_letters()


def companies_and_letters() -> None:
    """Letters that have waited in the outbox until now are tried as soon as there is a mail server."""
    op.add_column("register_companies", column("path", TEXT, server_default=""))
    op.add_column("register_companies", column("reviewed_at", TIME, nullable=True))
    op.add_column("register_outbox", column("tries", sa.Integer(), server_default="0"))
    op.add_column("register_outbox", column("next_try_at", TIME, nullable=True))
    op.add_column("register_outbox", column("failure", TEXT, server_default=""))
    op.execute("UPDATE register_outbox SET next_try_at = created_at WHERE sent_at IS NULL")
    op.create_index("ix_register_outbox_next_try", "register_outbox", ["next_try_at"])
