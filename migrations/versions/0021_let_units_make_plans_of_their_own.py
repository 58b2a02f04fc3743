"""Let units make plans of their own under a plan, and know which demand above each of their demands carries out.

Columns are added one by one, never by copying a table: a copy would drop the old one, and rows refer to it.
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# fmt: off
COLUMNS = (
    # table          column      declared as
    ("plan",         "unit_id",  "INTEGER REFERENCES unit (id)"),
    ("plan",         "filed_at", "{moment}"),
    ("requirement",  "above_id", "INTEGER REFERENCES requirement (id)"),
)
INDEXED = (("plan", "unit_id"), ("requirement", "above_id"))
# fmt: on


def upgrade() -> None:
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for table, column, declared in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {declared.format(moment=moment)}")
    for table, column in INDEXED:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in INDEXED:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    for table, column, _ in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
