"""Note on which day the lead unit last answered a rung of its ladder."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("supervision", sa.Column("replied_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("supervision", "replied_on")
