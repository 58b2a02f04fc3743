"""Let panels weigh, veto, ask for advice and stand before acts; keep whose hands acted, and who said who is away.

Columns are added one by one, never by copying a table: a copy would drop the old one, and rows refer to it.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# fmt: off
COLUMNS = (
    # table        column            declared as
    ("absence",    "why",            "VARCHAR NOT NULL DEFAULT ''"),
    ("absence",    "entered_by",     "INTEGER REFERENCES person (id)"),
    ("absence",    "entered_at",     "{moment}"),
    ("extension",  "asked_hands",    "JSON NOT NULL DEFAULT '[]'"),
    ("move",       "hands",          "JSON NOT NULL DEFAULT '[]'"),
    ("policy",     "stored_by",      "INTEGER REFERENCES person (id)"),
    ("policy",     "why",            "VARCHAR NOT NULL DEFAULT ''"),
    ("review",     "role",           "VARCHAR(16)"),
    ("review",     "gated",          "BOOLEAN NOT NULL DEFAULT {false}"),
    ("review",     "asked",          "JSON NOT NULL DEFAULT '{{}}'"),
    ("review",     "asked_as",       "VARCHAR(16)"),
    ("review",     "hindered",       "VARCHAR NOT NULL DEFAULT ''"),
    ("review",     "escalates_to",   "INTEGER REFERENCES post (id)"),
    ("signer",     "weight",         "INTEGER NOT NULL DEFAULT 1"),
    ("signer",     "veto",           "BOOLEAN NOT NULL DEFAULT {false}"),
    ("signer",     "passed_by",      "INTEGER REFERENCES person (id)"),
    ("signer",     "was_post_id",    "INTEGER REFERENCES post (id)"),
    ("signer",     "was_person_id",  "INTEGER REFERENCES person (id)"),
    ("task",       "reported_hands", "JSON NOT NULL DEFAULT '[]'"),
)

HANDS = (
    # table        column            the person       stood in for
    ("extension",  "asked_hands",    "asked_by",      "asked_for"),
    ("move",       "hands",          "person_id",     "on_behalf_of"),
    ("task",       "reported_hands", "reported_by",   "reported_for"),
    ("decision",   "hands",          "person_id",     "on_behalf_of"),
)

LYING = (
    # table        states in which the clock urges from now on
    ("task",       ("planned", "assigned", "declined", "reported")),
    ("finding",    ("found", "assigned", "reopened", "fixing", "claimed_fixed")),
)
# fmt: on

STANDING = sa.text("taken_back_at IS NULL")


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    words = {"moment": "DATETIME" if sqlite else "TIMESTAMP WITH TIME ZONE", "false": "0" if sqlite else "false"}
    for table, column, declared in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {declared.format(**words)}")
    _add_advice()
    _renew_decisions()
    for table, column, person, stood_in in HANDS:
        hands = _hands(person, stood_in)
        op.execute(f"UPDATE {table} SET {column} = {hands if sqlite else f'CAST({hands} AS JSON)'}")
    for table, states in LYING:
        named = ", ".join(f"'{state}'" for state in states)
        op.execute(f"UPDATE {table} SET next_at = CURRENT_TIMESTAMP WHERE state IN ({named})")


def _hands(person: str, stood_in: str) -> str:
    return (
        f"CASE WHEN {person} IS NULL THEN '[]' WHEN {stood_in} IS NULL THEN '[' || {person} || ']' "
        f"ELSE '[' || {person} || ', ' || {stood_in} || ']' END"
    )


def _add_advice() -> None:
    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("review_id", sa.Integer(), sa.ForeignKey("review.id"), nullable=False, index=True),
        sa.Column("signer_id", sa.Integer(), sa.ForeignKey("signer.id"), nullable=False),
        sa.Column("asked_by", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("taken_back_at", sa.DateTime(timezone=True)),
    )


def _renew_decisions() -> None:
    """Make the table anew, as one of its unique constraints cannot be dropped in SQLite; nothing refers to it."""
    kept = "id, review_id, signer_id, person_id, on_behalf_of, verdict, reason, at"
    op.create_table("decision_new", *_decision_columns())
    op.execute(f"INSERT INTO decision_new ({kept}, hands) SELECT {kept}, '[]' FROM decision ORDER BY id")
    op.drop_index("ix_decision_review_id", "decision")
    op.drop_table("decision")
    op.rename_table("decision_new", "decision")
    op.create_index("ix_decision_review_id", "decision", ["review_id"])
    for name, column in (("ux_decision_person", "person_id"), ("ux_decision_seat", "signer_id")):
        only = {"sqlite_where": STANDING, "postgresql_where": STANDING}
        op.create_index(name, "decision", ["review_id", column], unique=True, **only)
    if op.get_bind().dialect.name == "postgresql":
        newest = "SELECT COALESCE(MAX(id), 0) + 1 FROM decision"
        op.execute(f"SELECT setval(pg_get_serial_sequence('decision', 'id'), ({newest}), false)")


def _decision_columns() -> Iterator[sa.Column[object]]:
    yield sa.Column("id", sa.Integer(), primary_key=True)
    yield sa.Column("review_id", sa.Integer(), sa.ForeignKey("review.id"), nullable=False)
    yield sa.Column("signer_id", sa.Integer(), sa.ForeignKey("signer.id"), nullable=False)
    yield sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False)
    yield sa.Column("on_behalf_of", sa.Integer(), sa.ForeignKey("person.id"))
    yield sa.Column("hands", sa.JSON(), nullable=False)
    yield sa.Column("verdict", sa.String(16), nullable=False)
    yield sa.Column("reason", sa.String(), nullable=False)
    yield sa.Column("at", sa.DateTime(timezone=True), nullable=False)
    yield sa.Column("taken_back_at", sa.DateTime(timezone=True))


def downgrade() -> None:
    raise NotImplementedError("what was decided with weights, vetoes and advice has no place in the tables before")
