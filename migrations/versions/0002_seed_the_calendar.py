"""Seed the working calendar: the published years, then the statutory days of the years to come."""

import sqlalchemy as sa
from alembic import op

from duban.calendar_seed import seed_rows
from models.calendar import CalendarDay, CalendarYear

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    years = sa.table("calendar_year", *map(sa.column, ("year", "status", "source", "revision")))
    days = sa.table("calendar_day", sa.column("day", sa.Date), sa.column("kind"), sa.column("name"))
    rows = seed_rows()
    op.bulk_insert(
        years,
        [
            {"year": row.year, "status": row.status.value, "source": row.source, "revision": 1}
            for row in rows
            if isinstance(row, CalendarYear)
        ],
    )
    op.bulk_insert(
        days,
        [{"day": row.day, "kind": row.kind.value, "name": row.name} for row in rows if isinstance(row, CalendarDay)],
    )


def downgrade() -> None:
    op.execute("DELETE FROM calendar_day")
    op.execute("DELETE FROM calendar_year")
