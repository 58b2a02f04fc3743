"""Lay the tables of the ledger, and let the database itself refuse to change or delete a Move, a leaf or a seal."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEPT = ("move", "leaf", "seal")
REFUSAL = "账上的记录不得修改、不得删除 / what is in the ledger is never changed and never deleted"


def upgrade() -> None:
    op.create_table(
        "leaf",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("move_id", sa.Integer(), sa.ForeignKey("move.id"), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        sa.UniqueConstraint("move_id"),
    )
    op.create_table(
        "seal",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("peaks", sa.JSON(), nullable=False),
        sa.Column("algorithm", sa.String(16), nullable=False),
        sa.Column("encoding", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    guards = _sqlite_guards() if op.get_bind().dialect.name == "sqlite" else _postgresql_guards()
    for guard in guards:
        op.execute(guard)


def _sqlite_guards() -> Iterator[str]:
    for table in KEPT:
        for what in ("update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def _postgresql_guards() -> Iterator[str]:
    yield (
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '%: {REFUSAL}', TG_TABLE_NAME; END $$"
    )
    for table in KEPT:
        for what, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
            yield (
                f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
            )


def downgrade() -> None:
    raise NotImplementedError("a ledger that could be taken away proves nothing")
