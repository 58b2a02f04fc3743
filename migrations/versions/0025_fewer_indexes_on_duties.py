"""Drop two indexes that nothing reads: (move_id, what) finds the duties of a move, nobody asks for those of a plan."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_duty_move_id", table_name="duty")
    op.drop_index("ix_duty_plan_id", table_name="duty")


def downgrade() -> None:
    op.create_index("ix_duty_plan_id", "duty", ["plan_id"])
    op.create_index("ix_duty_move_id", "duty", ["move_id"])
