"""Go on inspections, and know which problems were found by which."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INDEXED = ("state", "next_at", "plan_id")
REFUSAL = "没有流转记录，状态不得变更 / no state changes without its Move"
ON_SQLITE = (
    "CREATE TRIGGER inspection_moves BEFORE UPDATE OF state, version ON inspection "
    "WHEN (NEW.state IS NOT OLD.state OR NEW.version IS NOT OLD.version) AND NOT EXISTS (SELECT 1 FROM move "
    "WHERE life = 'inspection' AND subject_id = NEW.id AND version = NEW.version AND became = NEW.state) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
)
ON_POSTGRESQL = (
    "CREATE TRIGGER inspection_moves BEFORE UPDATE OF state, version ON inspection "
    "FOR EACH ROW EXECUTE FUNCTION refuse_unmoved('inspection')"
)


def upgrade() -> None:
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("team", sa.JSON(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("conclusion", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in INDEXED:
        op.create_index(f"ix_inspection_{column}", "inspection", [column])
    op.execute(ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL)
    op.create_table(
        "inspected",
        sa.Column("finding_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"]),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"]),
        sa.PrimaryKeyConstraint("finding_id"),
    )
    op.create_index("ix_inspected_inspection_id", "inspected", ["inspection_id"])


def downgrade() -> None:
    op.drop_index("ix_inspected_inspection_id", "inspected")
    op.drop_table("inspected")
    for column in INDEXED:
        op.drop_index(f"ix_inspection_{column}", "inspection")
    op.drop_table("inspection")
