"""Contact persons are confirmed before they get letters; those that the register has already are."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("register_contact_persons", sa.Column("confirmed_at", TIME, nullable=True))
    persons = sa.table("register_contact_persons", sa.column("seen_at", TIME), sa.column("confirmed_at", TIME))
    op.execute(sa.update(persons).values(confirmed_at=persons.c.seen_at))
