"""A copy of one plan, with everybody who has to do with it, in a database that lives in memory."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Select, Table, insert, select
from sqlmodel import Session

from duban.database import Scratch
from models.door import DoorRecord, DoorStep, ProviderAccount, RecoveryCode, SecondFactor
from models.feed import Feed
from models.record import Allotment, Bundle, Duty, Message, Refusal
from models.register import Account, SignIn
from models.seal import Leaf, Seal
from models.tables import metadata

LEFT_OUT = {
    str(model.__tablename__)
    for model in (
        *(Account, SignIn, DoorRecord, DoorStep, ProviderAccount, RecoveryCode, SecondFactor, Feed, Leaf, Seal),
        *(Refusal, Duty, Bundle, Allotment, Message),
    )
}
"""What a rehearsal has no use for: sign-ins and secret links, seals, refusals, and what was told in earnest."""
AT_ONCE = 1000


@contextmanager
def copy_of(session: Session, plan_id: int) -> Iterator[Scratch]:
    """Copy the register, the calendar, the policies, and one plan with all that is under it. What is played is lost."""
    scratch = Scratch()
    try:
        with scratch.writing() as copy:
            for table in metadata.sorted_tables:
                if table.name not in LEFT_OUT:
                    _copy(session, copy, table, plan_id)
        yield scratch
    finally:
        scratch.close()


def _copy(session: Session, copy: Session, table: Table, plan_id: int) -> None:
    found = session.execute(_wanted(table, plan_id))
    for some in found.mappings().partitions(AT_ONCE):
        copy.execute(insert(table), [dict(row) for row in some])


def _wanted(table: Table, plan_id: int) -> Select[tuple[object, ...]]:
    """Select what belongs to the plan, or all of what belongs to none."""
    wanted = select(table)
    if table.name == "plan":
        return wanted.where(table.c.id == plan_id)
    if "plan_id" in table.c:
        return wanted.where(table.c.plan_id == plan_id)
    for column, owner in (("task_id", "task"), ("review_id", "review")):
        if column in table.c:
            of = metadata.tables[owner].c
            return wanted.where(table.c[column].in_(select(of.id).where(of.plan_id == plan_id)))
    return wanted
