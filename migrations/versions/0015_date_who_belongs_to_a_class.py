"""Date who belongs to a class of units: a unit joins, leaves, and may come back."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _table(name: str, *dates: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("unit_id", sa.Integer(), sa.ForeignKey("unit.id"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        *dates,
        sa.PrimaryKeyConstraint("unit_id", "name", *(date.name for date in dates if not date.nullable)),
    )


def upgrade() -> None:
    op.rename_table("unit_class", "unit_class_before")
    op.drop_index("ix_unit_class_name", table_name="unit_class_before")
    since = sa.Column("since", sa.Date(), nullable=False)
    _table("unit_class", since, sa.Column("until", sa.Date(), nullable=True))
    op.execute(
        "INSERT INTO unit_class (unit_id, name, since) SELECT unit_id, name, DATE('1900-01-01') FROM unit_class_before"
    )
    op.drop_table("unit_class_before")
    op.create_index("ix_unit_class_name", "unit_class", ["name"])


def downgrade() -> None:
    op.rename_table("unit_class", "unit_class_after")
    op.drop_index("ix_unit_class_name", table_name="unit_class_after")
    _table("unit_class")
    op.execute(
        "INSERT INTO unit_class (unit_id, name) SELECT DISTINCT unit_id, name FROM unit_class_after WHERE until IS NULL"
    )
    op.drop_table("unit_class_after")
    op.create_index("ix_unit_class_name", "unit_class", ["name"])
