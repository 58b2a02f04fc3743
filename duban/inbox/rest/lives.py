"""Lists, single things, their history and what can be done with them: the same addresses for each life."""
# ruff: noqa: E501 - the table is aligned

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from sqlmodel import Session, col, select

from duban.beginnings import begun_from, offered_from
from duban.database import reading
from duban.desk.opened import desk_of
from duban.facts import gather
from duban.glances import lamps_of
from duban.inbox.asked import Number
from duban.inbox.gates_shown import Gates
from duban.inbox.rest.caller import Caller, Reader
from duban.inbox.rest.paging import Cursor, Id, Limit, Listed, cursor_of, cut, last_of, newest_first
from duban.inbox.rest.problems import READS
from duban.inbox.rest.shapes_of_acts import ActTold, MoveTold
from duban.inbox.rest.telling import SHAPES, Manner, told
from duban.queries import Wanted, narrowed
from duban.question import Question
from duban.sight import check_seen, subjects_seen
from duban.subjects import TABLES, load
from models.record import Move
from models.task import Task
from models.values import NOTHING
from models.words import Act, Lamp, Life, TaskState
from workflows.lives import LIVES
from workflows.rules import Offer, acts_of_people, offers, why_not

router = APIRouter()
# fmt: off
PLURALS = {
    Life.PLAN: "plans", Life.TASK: "tasks", Life.REVIEW: "reviews", Life.EXTENSION: "extensions",
    Life.SUPERVISION: "supervisions", Life.FINDING: "findings", Life.EXEMPLAR: "exemplars",
    Life.PAPER: "papers", Life.INSPECTION: "inspections", Life.APPEAL: "appeals",
}
# fmt: on


def seen(session: Session, caller: Caller, life: Life, subject_id: int) -> Any:
    """Read a subject that the caller sees.

    Raises:
        NotFound: there is none. NotYours: the caller may not see it.
    """
    subject = load(session, life, subject_id)
    check_seen(session, caller.sight, life, subject)
    return subject


def etag(version: int) -> str:
    """Name a version of a subject for ETag and If-Match."""
    return f'"{version}"'


def acts_on(life: Life) -> tuple[Act, ...]:
    """List what people may ever do to a subject of a life, and what they may begin from it."""
    return (*acts_of_people(LIVES[life]), *begun_from(life))


def _list(life: Life) -> Callable[..., Any]:
    table, states = TABLES[life], LIVES[life].states

    def listed(
        caller: Reader,
        plan: Annotated[Id | None, Query(description="of this plan only")] = None,
        state: Annotated[states | None, Query(description="in this state only")] = None,  # type: ignore[valid-type]
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> Any:
        wanted = select(table).where(subjects_seen(caller.sight, life))
        if plan is not None:
            wanted = wanted.where((table.id if life is Life.PLAN else table.plan_id) == plan)
        if state is not None:
            wanted = wanted.where(table.state == state)
        with reading() as session:
            rows, following = newest_first(session, wanted, table.id, kind=life.value, cursor=cursor, limit=limit)
            return Listed(items=told(session, life, rows, _manner(caller)), next=following)

    return listed


def _manner(caller: Caller) -> Manner:
    return Manner(caller.now, caller.language)


def tasks_listed(
    caller: Reader,
    plan: Annotated[Id | None, Query(description="of this plan only")] = None,
    measure: Annotated[Id | None, Query(description="of this measure only")] = None,
    unit: Annotated[Id | None, Query(description="that this unit leads or supports")] = None,
    state: Annotated[TaskState | None, Query(description="in this state only")] = None,
    lamp: Annotated[Lamp | None, Query(description="that show this lamp now")] = None,
    words: Annotated[str, Query(max_length=100, description="with these words in title or subject")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Any:
    """List tasks. A lamp is worked out, not stored: asked for one, every task that fits otherwise is looked at."""
    wanted = select(Task).where(subjects_seen(caller.sight, Life.TASK))
    wanted = wanted.where(*narrowed(Wanted(plan, measure, unit, state, None, words.replace("\x00", ""))))
    with reading() as session:
        if lamp is None:
            rows, following = newest_first(session, wanted, Task.id, kind="task", cursor=cursor, limit=limit)
        else:
            last = last_of("task", cursor)
            every = session.exec(wanted.order_by(col(Task.id).desc())).all()
            left = [task for task in every if last is None or (task.id or 0) < last]
            lamps = lamps_of(session, left, now=caller.now)
            fitting = [task for task in left if lamps[task.id or 0].lamp is lamp]
            rows, following = cut(fitting, limit, lambda task: cursor_of("task", task.id or 0))
        return Listed(items=told(session, Life.TASK, rows, _manner(caller)), next=following)


def _one(life: Life) -> Callable[..., Any]:
    def one(number: Number, caller: Reader, response: Response) -> Any:
        with reading() as session:
            subject = seen(session, caller, life, number)
            response.headers["ETag"] = etag(subject.version)
            return told(session, life, [subject], _manner(caller))[0]

    return one


def _history(life: Life) -> Callable[..., Any]:
    def history(number: Number, caller: Reader, cursor: Cursor = "", limit: Limit = 50) -> Any:
        with reading() as session:
            seen(session, caller, life, number)
            wanted = select(Move).where(Move.life == life, Move.subject_id == number)
            rows, following = newest_first(session, wanted, Move.id, kind="move", cursor=cursor, limit=limit)
            return Listed(items=[MoveTold.model_validate(row) for row in rows], next=following)

    return history


def _acts(life: Life) -> Callable[..., Any]:
    def acts(number: Number, caller: Reader, response: Response) -> Any:
        with reading() as session:
            subject = seen(session, caller, life, number)
            response.headers["ETag"] = etag(subject.version)
            return acts_told(session, caller, life, subject)

    return acts


def acts_told(session: Session, caller: Caller, life: Life, subject: Any) -> list[ActTold]:
    """Tell of every act that people may do in this life: whether it is offered now, what it asks, what is missing."""
    facts = gather(Question(desk_of(session), caller.standing, NOTHING, caller.now), life, subject)
    found = {offer.act: offer for offer in offers(LIVES[life], str(subject.state), facts=facts)}
    gates = Gates(session, life, subject)
    shown = [
        _offered(found[act], gates, caller.language)
        if act in found
        else _refused(act, why_not(LIVES[life], str(subject.state), act, facts=facts), caller.language)
        for act in acts_of_people(LIVES[life])
    ]
    begun = offered_from(session, caller.standing, subject, now=caller.now)
    return shown + [_offered(offer, None, caller.language) for offer in begun]


def _offered(offer: Offer, gates: Gates | None, language: str) -> ActTold:
    already = gates.already(offer.act) if gates else ""
    return ActTold(
        act=offer.act,
        called=offer.act.in_language(language),
        offered=True,
        role=offer.role,
        asks=list(dict.fromkeys(offer.asks)),
        missing=[sentence.in_language(language) for sentence in offer.missing] + ([already] if already else []),
        panel=gates.before(offer) if gates else "",
    )


def _refused(act: Act, reasons: Any, language: str) -> ActTold:
    missing = [reason.in_language(language) for reason in reasons]
    return ActTold(act=act, called=act.in_language(language), offered=False, missing=missing)


def _route(life: Life) -> None:
    path, shape = f"/{PLURALS[life]}", SHAPES[life]
    # fmt: off
    ways: tuple[tuple[str, Callable[..., Any], Any, str, str], ...] = (
        # address                 what answers                                           what comes back  called  in words
        ("",                      tasks_listed if life is Life.TASK else _list(life),    Listed[shape],   "list", "List those that concern you, the newest first"),  # type: ignore[valid-type]
        ("/{number}",             _one(life),                                            shape,           "show", "Tell of one; its ETag names the version"),
        ("/{number}/history",     _history(life),                                        Listed[MoveTold], "history", "List the moves of one, the newest first"),
        ("/{number}/acts",        _acts(life),                                           list[ActTold],   "acts", "List every act, what it asks for and what stands against it"),
    )
    # fmt: on
    for end, answers, model, called, words in ways:
        router.add_api_route(
            path + end,
            answers,
            methods=["GET"],
            response_model=model,
            responses=READS,
            name=f"{called}_{PLURALS[life]}",
            summary=f"{words} ({PLURALS[life]})",
            tags=[PLURALS[life]],
        )


for _life in Life:
    _route(_life)
