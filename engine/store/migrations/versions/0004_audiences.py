"""Audiences: who may take a work item, kept once for each combination instead of once for each work item."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.store.audiences import audience_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text()
FREE: dict[str, Any] = {
    where: sa.text("status = 'open' AND assignee = ''") for where in ("sqlite_where", "postgresql_where")
}
ITEMS = sa.table(
    "work_items", *(sa.column(name) for name in ("audience", "candidate_groups", "candidate_users", "status"))
)
AUDIENCES = sa.table("audiences", sa.column("audience"), sa.column("kind"), sa.column("name"))


def upgrade() -> None:
    op.create_table(
        "audiences",
        sa.Column("audience", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("audience", "kind", "name", name="pk_audiences"),
    )
    op.create_index("ix_audiences_name", "audiences", ["kind", "name", "audience"])
    # The default is for the rows that are there; the program always says which.
    op.add_column("work_items", sa.Column("audience", TEXT, nullable=False, server_default=""))
    fill()
    op.create_index("ix_work_items_free", "work_items", ["audience", "sort_at", "instance_id", "key"], **FREE)
    op.drop_table("work_item_candidates")


def fill() -> None:
    """The audiences of what is in the inboxes: a combination at a time, of which there are few."""
    connection = op.get_bind()
    groups, users = ITEMS.c.candidate_groups, ITEMS.c.candidate_users
    for in_groups, in_users in connection.execute(sa.select(groups, users).distinct()).all():
        group_names, user_names = json.loads(in_groups), json.loads(in_users)
        audience = audience_of(group_names, user_names)
        connection.execute(sa.update(ITEMS).where(groups == in_groups, users == in_users).values(audience=audience))
        for kind, names in (("group", group_names), ("user", user_names)):
            for name in sorted(set(names)):
                row = {"audience": audience, "kind": kind, "name": name}
                there = sa.select(AUDIENCES.c.name).where(*(AUDIENCES.c[key] == value for key, value in row.items()))
                if connection.execute(there).first() is None:
                    connection.execute(sa.insert(AUDIENCES).values(row))
