"""Let a deadline be counted from an act or an event, and remember from which day, so that it can be counted anew.

Columns are added one by one, never by copying a table: a copy would drop the old one, and rows refer to it.
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# fmt: off
COLUMNS = (
    # table          column          declared as
    ("plan",         "event_dates",  "JSON NOT NULL DEFAULT '{{}}'"),
    ("requirement",  "starts_from",  "VARCHAR(16)"),
    ("requirement",  "days",         "INTEGER"),
    ("requirement",  "in_workdays",  "BOOLEAN NOT NULL DEFAULT {true}"),
    ("task",         "starts_from",  "VARCHAR(16)"),
    ("task",         "event",        "VARCHAR NOT NULL DEFAULT ''"),
    ("task",         "days",         "INTEGER NOT NULL DEFAULT 0"),
    ("task",         "in_workdays",  "BOOLEAN NOT NULL DEFAULT {true}"),
    ("task",         "counted_from", "DATE"),
    ("task",         "stood_still",  "INTEGER NOT NULL DEFAULT 0"),
)
# fmt: on


def upgrade() -> None:
    words = (
        {"true": "1", "false": "0"} if op.get_bind().dialect.name == "sqlite" else {"true": "true", "false": "false"}
    )
    for table, column, declared in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {declared.format(**words)}")
    # a task that was tied to an event waits for its date from now on
    tied = "SELECT event FROM requirement WHERE requirement.id = task.requirement_id AND requirement.timing = 'event'"
    op.execute(
        f"UPDATE task SET starts_from = 'event', event = ({tied}) "
        f"WHERE EXISTS ({tied}) AND state NOT IN ('closed', 'cancelled')"
    )


def downgrade() -> None:
    raise NotImplementedError("deadlines that were counted could not be counted any more")
