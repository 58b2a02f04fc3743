"""Let the database refuse a state that no Move explains, and count the changes of the register."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LIVES = ("plan", "task", "review", "extension", "supervision", "finding", "exemplar")
REGISTER = ("post", "holding", "absence")
REFUSAL = "没有流转记录，状态不得变更 / no state changes without its Move"


def upgrade() -> None:
    op.create_table(
        "register_stamp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO register_stamp (id, n) VALUES (1, 0)")
    triggers = _on_sqlite() if op.get_bind().dialect.name == "sqlite" else _on_postgresql()
    for trigger in triggers:
        op.execute(trigger)


def _on_sqlite() -> Iterator[str]:
    for life in LIVES:
        yield (
            f"CREATE TRIGGER {life}_moves BEFORE UPDATE OF state, version ON {life} "
            "WHEN (NEW.state IS NOT OLD.state OR NEW.version IS NOT OLD.version) AND NOT EXISTS (SELECT 1 FROM move "
            f"WHERE life = '{life}' AND subject_id = NEW.id AND version = NEW.version AND became = NEW.state) "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    for table in REGISTER:
        for what in ("insert", "update", "delete"):
            yield (
                f"CREATE TRIGGER {table}_counts_{what} AFTER {what.upper()} ON {table} "
                "BEGIN UPDATE register_stamp SET n = n + 1; END"
            )


def _on_postgresql() -> Iterator[str]:
    yield (
        "CREATE FUNCTION refuse_unmoved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (NEW.state IS DISTINCT FROM OLD.state OR NEW.version IS DISTINCT FROM OLD.version) AND NOT EXISTS "
        "(SELECT 1 FROM move WHERE life = TG_ARGV[0] AND subject_id = NEW.id AND version = NEW.version "
        f"AND became = NEW.state) THEN RAISE EXCEPTION '%: {REFUSAL}', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
    )
    for life in LIVES:
        yield (
            f"CREATE TRIGGER {life}_moves BEFORE UPDATE OF state, version ON {life} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_unmoved('{life}')"
        )
    yield (
        "CREATE FUNCTION count_register() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN UPDATE register_stamp SET n = n + 1; RETURN NULL; END $$"
    )
    for table in REGISTER:
        yield (
            f"CREATE TRIGGER {table}_counts AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION count_register()"
        )


def downgrade() -> None:
    raise NotImplementedError("a state that no Move explains proves nothing")
