"""The industry of a company, and an index that a search reads in order and without the rows."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("register_companies", sa.Column("industry", sa.Text(), nullable=False, server_default=""))
    op.drop_index("ix_register_companies_list", "register_companies")
    searched = ["sort_name", "business_id", "search_text"]
    op.create_index("ix_register_companies_search", "register_companies", searched)
