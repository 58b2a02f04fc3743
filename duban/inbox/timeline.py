"""The history of a case for its page: every move of it and of what hangs on it, and every file, entry and answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from duban.comments import Said
from duban.given_words import Names, in_words, names_for
from duban.hands import for_whom, people_in
from duban.tongue import mark, said, say
from models.question import Extension, Review, Supervision
from models.record import Move
from models.words import Act, Life
from workflows.lives import LIVES
from workflows.rules import phrase

# fmt: off
SAID = {
    # the move                          as people say it
    (Life.TASK, Act.OPEN):              mark("分解为任务"),
    (Life.REVIEW, Act.OPEN):            mark("提交审核组审核"),
    (Life.REVIEW, Act.WITHDRAW):        mark("撤回送审"),
    (Life.REVIEW, Act.URGE):            mark("催审"),
    (Life.EXTENSION, Act.REQUEST):      mark("申请延期"),
    (Life.EXTENSION, Act.GRANT):        mark("批准延期"),
    (Life.EXTENSION, Act.REFUSE):       mark("不批准延期"),
    (Life.SUPERVISION, Act.OPEN):       mark("开始督办计时"),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Step:
    """One move as people read it."""

    move: Move
    who: str
    for_whom: str
    said: str
    came_from: str
    became: str
    details: tuple[tuple[str, str], ...]

    @property
    def at(self) -> datetime:
        return self.move.at

    @property
    def changed(self) -> bool:
        return self.move.became_from != self.move.became


def of_task(session: Session, task_id: int) -> list[Step]:
    """Tell a task's whole story, the newest step first, with that of its reviews, extensions and ladders."""
    reviews = select(Review.id).where(Review.life == Life.TASK, Review.subject_id == task_id)
    # fmt: off
    parts = (
        (Life.TASK,        col(Move.subject_id) == task_id),
        (Life.REVIEW,      col(Move.subject_id).in_(reviews)),
        (Life.EXTENSION,   col(Move.subject_id).in_(select(Extension.id).where(Extension.task_id == task_id))),
        (Life.SUPERVISION, col(Move.subject_id).in_(select(Supervision.id).where(Supervision.task_id == task_id))),
    )
    # fmt: on
    where = or_(*(and_(col(Move.life) == life, clause) for life, clause in parts))
    moves = session.exec(select(Move).where(where).order_by(col(Move.id).desc())).all()
    return steps(session, [move for move in moves if not (move.life is not Life.TASK and move.act is Act.OPEN)])


def with_talk(steps: Sequence[Step], talk: Sequence[Said]) -> list[Step | Said]:
    """Put what people said among the steps, the newest first."""
    return sorted([*steps, *talk], key=lambda one: one.at, reverse=True)


def of_plan(session: Session, plan_id: int) -> list[Step]:
    """Tell a plan's story and that of its reviews, the newest step first; single requirements are left out."""
    reviews = select(Review.id).where(Review.life == Life.PLAN, Review.subject_id == plan_id)
    where = or_(
        and_(
            col(Move.life) == Life.PLAN, col(Move.subject_id) == plan_id, col(Move.act).not_in((Act.CONFIRM, Act.DROP))
        ),
        and_(col(Move.life) == Life.REVIEW, col(Move.subject_id).in_(reviews)),
    )
    return steps(session, session.exec(select(Move).where(where).order_by(col(Move.id).desc())).all())


def of(session: Session, life: Life, subject_id: int) -> list[Step]:
    """Tell the story of one subject, the newest step first."""
    wanted = select(Move).where(Move.life == life, Move.subject_id == subject_id)
    return steps(session, session.exec(wanted.order_by(col(Move.id).desc())).all())


def steps(session: Session, moves: Sequence[Move]) -> list[Step]:
    """Put moves into words, in the order given."""
    names = names_for(session, (move.detail for move in moves), people_in(moves))
    return [_step(move, names) for move in moves]


def _step(move: Move, names: Names) -> Step:
    return Step(
        move=move,
        who=names.people.get(move.person_id) or said(move.role),
        for_whom=for_whom(names.people, move),
        said=_said(move),
        came_from=said(phrase(LIVES[move.life], move.became_from)),
        became=said(phrase(LIVES[move.life], move.became)),
        details=in_words(move.detail, names),
    )


def _said(move: Move) -> str:
    own = SAID.get((move.life, move.act))
    if own:
        return say(own)
    if move.life in (Life.TASK, Life.PLAN):
        return said(move.act)
    return say("%(life)s：%(act)s", life=said(move.life), act=said(move.act))
