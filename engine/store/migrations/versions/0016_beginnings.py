"""An index that finds business keys by their beginning on PostgreSQL too, whatever language the database sorts by."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INDEX = "ix_instances_business_key"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return  # compares characters everywhere
    op.drop_index(INDEX, "instances")
    op.create_index(
        INDEX, "instances", ["business_key", "started_at", "id"], postgresql_ops={"business_key": "text_pattern_ops"}
    )
