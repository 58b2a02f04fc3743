"""Keep reports as papers that are reviewed and published."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INDEXED = ("state", "next_at", "plan_id")
REFUSAL = "没有流转记录，状态不得变更 / no state changes without its Move"
ON_SQLITE = (
    "CREATE TRIGGER paper_moves BEFORE UPDATE OF state, version ON paper "
    "WHEN (NEW.state IS NOT OLD.state OR NEW.version IS NOT OLD.version) AND NOT EXISTS (SELECT 1 FROM move "
    "WHERE life = 'paper' AND subject_id = NEW.id AND version = NEW.version AND became = NEW.state) "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
)
ON_POSTGRESQL = (
    "CREATE TRIGGER paper_moves BEFORE UPDATE OF state, version ON paper "
    "FOR EACH ROW EXECUTE FUNCTION refuse_unmoved('paper')"
)


def upgrade() -> None:
    op.create_table(
        "paper_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("called", sa.String(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("recipients", sa.JSON(), nullable=False),
        sa.Column("drafted_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.ForeignKeyConstraint(["sha256"], ["paper_file.sha256"]),
        sa.ForeignKeyConstraint(["drafted_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in INDEXED:
        op.create_index(f"ix_paper_{column}", "paper", [column])
    op.execute(ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRESQL)


def downgrade() -> None:
    for column in INDEXED:
        op.drop_index(f"ix_paper_{column}", "paper")
    op.drop_table("paper")
    op.drop_table("paper_file")
