"""Does acts, one at a time or many: through the one door, as the pages do; no rule is known here."""
# ruff: noqa: E501 - the table is aligned

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import Field, create_model

from duban.actions.act import desk_on
from duban.actions.many import act_many
from duban.answered import Answer
from duban.beginnings import Begun, Example, begun_from, do_or_begin
from duban.database import writing
from duban.desk.trouble import broken, trouble
from duban.doing import record_refusal, review_before
from duban.identity.grave import BULK, why_grave
from duban.inbox.asked import Number
from duban.inbox.reach import reached
from duban.inbox.rest.caller import Caller, Doer
from duban.inbox.rest.lives import PLURALS, acts_on
from duban.inbox.rest.problems import DOES, told
from duban.inbox.rest.sending import AboutAVersion, ASent, once
from duban.inbox.rest.shapes_of_acts import Beginning, Done, MoveTold, Outcome
from models.errors import Refused, SomeoneWasFirst
from models.record import Move
from models.values import LARGEST, Attempt, Given, Value
from models.words import Act, ExemplarKind, Life

router = APIRouter()
BY_FILE = "evidence_id"
"""A file comes through its own address, never by number."""
MANY = 100


_ID = Annotated[int | None, Field(ge=1, le=LARGEST)]
_ASKED: dict[str, Any] = {
    name: (_ID if name.endswith("_id") else field.annotation, field)
    for name, field in Given.model_fields.items()
    if name != BY_FILE
}
Given_ = create_model(
    "ActGiven",
    __base__=Value,
    __doc__="What is given with an act; the acts of a thing say which of these each asks for.",
    kind=(ExemplarKind | None, Field(None, description="what is nominated is one of these")),
    name=(str, Field("", max_length=200, description="what is nominated is called so")),
    **_ASKED,
)


def _given(sent: Any) -> Given:
    return Given(**{name: getattr(sent, name) for name in sent.model_fields_set if name in Given.model_fields})


def _do(life: Life) -> Callable[..., Response]:
    acts: Any = Literal[tuple(act.value for act in acts_on(life))]

    def do(number: Number, act: acts, given: Given_, caller: Doer, sent: AboutAVersion) -> Response:
        attempt = Attempt(
            life=life,
            subject_id=number,
            act=Act(act),
            given=_given(given),
            key=sent.key_of(caller),
            version=sent.version,
        )
        example = Example(given.kind, given.name)  # type: ignore[attr-defined]
        return once(caller, sent, lambda: _done(caller, attempt, example))

    return do


def _done(caller: Caller, attempt: Attempt, example: Example) -> Answer:
    caller.check_grave(why_grave(attempt, reached(caller, attempt)))
    made = do_or_begin(attempt, by=caller.actor, now=caller.now, example=example)
    return Answer(200, _told(attempt, made).model_dump_json())


def _told(attempt: Attempt, made: Move | Begun) -> Done:
    if isinstance(made, Begun):
        return Done(begun=Beginning(life=made.life, id=made.id))
    return Done(move=MoveTold.model_validate(made), review=review_before(attempt, made))


def _do_many(life: Life) -> Callable[..., Response]:
    begins = begun_from(life)
    acts: Any = Literal[tuple(act.value for act in acts_on(life) if act not in begins)]
    ids = Annotated[list[Annotated[int, Field(ge=1, le=LARGEST)]], Field(min_length=1, max_length=MANY)]
    many: Any = create_model(f"Many{life.value.title()}s", __base__=Value, ids=(ids, ...), given=(Given_, Given_()))

    def do_many(act: acts, wanted: many, caller: Doer, sent: ASent) -> Response:
        caller.check_grave(BULK)
        given = _given(wanted.given)  # type: ignore[attr-defined]
        attempts = [
            Attempt(life=life, subject_id=id_, act=Act(act), given=given, key=sent.key_of(caller, f":{id_}"))
            for id_ in dict.fromkeys(wanted.ids)  # type: ignore[attr-defined]
        ]
        return once(caller, sent, lambda: _many_done(caller, attempts))

    return do_many


def _many_done(caller: Caller, attempts: list[Attempt]) -> Answer:
    outcomes: dict[int, Outcome] = {}
    visible = []
    for attempt in attempts:
        try:
            reached(caller, attempt)
        except Refused as refused:
            outcomes[attempt.subject_id] = _refused(caller, attempt, refused)
        else:
            visible.append(attempt)
    outcomes |= _together(caller, visible)
    items = ",".join(outcomes[attempt.subject_id].model_dump_json() for attempt in attempts)
    return Answer(200, f"[{items}]")


def _together(caller: Caller, attempts: list[Attempt]) -> dict[int, Outcome]:
    try:
        with writing() as session:
            with desk_on(session) as desk:
                found = act_many(desk, attempts, by=caller.actor, now=caller.now)
            for place, refused in found.refused.items():
                record_refusal(session, attempts[place], refused, by=caller.actor, now=caller.now)
    except trouble() as problem:
        raise broken(problem) from problem
    first = {place: SomeoneWasFirst(f"{attempts[place].life.zh} {attempts[place].subject_id}") for place in found.first}
    outcomes = {p: _refused(caller, attempts[p], refused) for p, refused in {**found.refused, **first}.items()}
    outcomes |= {p: Outcome(id=attempts[p].subject_id, done=_told(attempts[p], m)) for p, m in found.moved.items()}
    return {attempts[place].subject_id: outcome for place, outcome in outcomes.items()}


def _refused(caller: Caller, attempt: Attempt, refused: Refused) -> Outcome:
    return Outcome(id=attempt.subject_id, problem=told(refused, language=caller.language).model_dump())


def _route(life: Life) -> None:
    plural = PLURALS[life]
    # fmt: off
    ways: tuple[tuple[str, Callable[..., Response], Any, str, str], ...] = (
        # address                     what answers     what comes back  called         in words
        ("/{number}/acts/{act}",      _do(life),       Done,            f"do_{life}",  "Do one act, or begin what it begins"),
        ("/acts/{act}",               _do_many(life),  list[Outcome],   f"do_{plural}", "Do one act to many; what is refused hinders no other"),
    )
    # fmt: on
    for end, answers, model, called, words in ways:
        router.add_api_route(
            f"/{plural}{end}",
            answers,
            methods=["POST"],
            response_model=model,
            responses=DOES,
            name=called,
            summary=f"{words} ({plural})",
            tags=[plural],
        )


for _life in Life:
    _route(_life)
