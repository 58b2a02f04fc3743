"""Keep the scores of circulars as published, and the appeals against them."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

INDEXED = ("state", "next_at", "plan_id", "paper_id", "unit_id")
REFUSAL = "没有流转记录，状态不得变更 / no state changes without its Move"
ON_SQLITE = (
    "CREATE TRIGGER appeal_moves BEFORE UPDATE OF state, version ON appeal "
    "WHEN (NEW.state IS NOT OLD.state OR NEW.version IS NOT OLD.version) AND NOT EXISTS (SELECT 1 FROM move "
    "WHERE life = 'appeal' AND subject_id = NEW.id AND version = NEW.version AND became = NEW.state) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
)
ON_POSTGRESQL = (
    "CREATE TRIGGER appeal_moves BEFORE UPDATE OF state, version ON appeal "
    "FOR EACH ROW EXECUTE FUNCTION refuse_unmoved('appeal')"
)


def upgrade() -> None:
    op.create_table(
        "scored",
        sa.Column("paper_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("called", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("worth", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["move_id"], ["move.id"]),
        sa.PrimaryKeyConstraint("paper_id", "number"),
    )
    op.create_index("ix_scored_unit_id", "scored", ["unit_id"])
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_for", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"]),
        sa.ForeignKeyConstraint(["asked_for"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in INDEXED:
        op.create_index(f"ix_appeal_{column}", "appeal", [column])
    op.execute(ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL)


def downgrade() -> None:
    for column in INDEXED:
        op.drop_index(f"ix_appeal_{column}", "appeal")
    op.drop_table("appeal")
    op.drop_index("ix_scored_unit_id", "scored")
    op.drop_table("scored")
