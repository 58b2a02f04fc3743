"""Proofs about the last column: what a row promises has a meaning for its life, and another life can keep it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.errors import Sentence
from models.words import Act, Life, Role, TaskState, Then
from workflows.fault import Fault, Life_, fault_in, open_states
from workflows.rules import NEW
from workflows.task.lifecycle import HANDED_OUT

Lives = Mapping[Life, Life_]


@dataclass(frozen=True, slots=True)
class Follow:
    """What a promise brings about by itself: an act of another life, from some states (None: from every open one)."""

    promise: Then
    life: Life
    act: Act
    states: tuple[str, ...] | None = None


# fmt: off
FOLLOWS = (
    #      what is promised      brings about in          by itself         from these states
    Follow(Then.OPEN_TASKS,      Life.TASK,               Act.OPEN,         (NEW,)),
    Follow(Then.OPEN_TASKS,      Life.TASK,               Act.ASSIGN,       (TaskState.PLANNED,)),
    Follow(Then.CANCEL_TASKS,    Life.TASK,               Act.CANCEL),
    Follow(Then.CANCEL_DEMAND,   Life.TASK,               Act.CANCEL),
    Follow(Then.FOLLOW_DEMAND,   Life.TASK,               Act.RECOUNT),
    Follow(Then.FOLLOW_DEMAND,   Life.TASK,               Act.REASSIGN,     HANDED_OUT),
    Follow(Then.MOVE_BOUND,      Life.TASK,               Act.RECOUNT),
    Follow(Then.MOVE_DEADLINE,   Life.TASK,               Act.MOVE_DUE,     (TaskState.IN_PROGRESS,)),
    Follow(Then.MOVE_ASKS,       Life.EXTENSION,          Act.RECOUNT),
    Follow(Then.OPEN_PANEL,      Life.REVIEW,             Act.OPEN,         (NEW,)),
    Follow(Then.CLOSE_REVIEWS,   Life.REVIEW,             Act.MAKE_MOOT),
    Follow(Then.VOID_SUMMARY,    Life.REVIEW,             Act.MAKE_MOOT),
    Follow(Then.CLOSE_ASKS,      Life.EXTENSION,          Act.MAKE_MOOT),
    Follow(Then.SETTLE_LADDER,   Life.SUPERVISION,        Act.SETTLE),
)
UNPROMISED = frozenset(
    {
        (Life.SUPERVISION, Act.OPEN),
        (Life.TASK, Act.RECOUNT),
        (Life.TASK, Act.REASSIGN),
        (Life.REVIEW, Act.RECOUNT),
        (Life.PLAN, Act.URGE),
        (Life.PAPER, Act.OPEN),
        (Life.PAPER, Act.SUBMIT),
    }
)
"""What the system does without a promise on a row: a task with a deadline that lies with its lead has a ladder; a
calendar that changes moves what is counted in working days; a unit that leaves its class hands its tasks on; a report
that is due is drafted, and submitted where the policy asks."""

_EVERY    = frozenset(Life)
_ASKED    = frozenset({Life.REVIEW, Life.EXTENSION, Life.APPEAL})
_OF_UNITS = frozenset({Life.TASK, Life.EXTENSION, Life.SUPERVISION, Life.FINDING, Life.EXEMPLAR})
_REVIEWED = frozenset({Life.PLAN, Life.TASK, Life.PAPER})
_PLAN, _TASK, _REVIEW = frozenset({Life.PLAN}), frozenset({Life.TASK}), frozenset({Life.REVIEW})
FITS: Mapping[Then, frozenset[Life]] = {
    # what is promised     the lives for which it has a meaning
    Then.TELL_LEAD:       _OF_UNITS,
    Then.TELL_SUPPORTING: _TASK,
    Then.TELL_PLANNER:    _EVERY,
    Then.TELL_OLD_LEAD:   _TASK,
    Then.TELL_UNIT_HEAD:  _OF_UNITS,
    Then.TELL_LEADER:     _EVERY,
    Then.TELL_ASKER:      _ASKED,
    Then.TELL_ALL:        _PLAN,
    Then.TELL_SIGNER:     _REVIEW,
    Then.TELL_ESCALATION: _REVIEW,
    Then.TELL_SUPERVISOR: _OF_UNITS,
    Then.TELL_RECIPIENTS: frozenset({Life.PAPER}),
    Then.TELL_MISSING:    _PLAN,
    Then.TELL_INSPECTED:  frozenset({Life.INSPECTION}),
    Then.ASK_PLANNER:     _EVERY,
    Then.ASK_ADVISER:     _REVIEW,
    Then.ASK_CHECKER:     _TASK,
    Then.ASK_PANEL:       _REVIEW,
    Then.ASK_GRANTER:     frozenset({Life.EXTENSION}),
    Then.ASK_SUPERVISOR:  frozenset({Life.FINDING, Life.APPEAL}),
    Then.OPEN_PANEL:      _REVIEWED,
    Then.OPEN_TASKS:      _PLAN,
    Then.COUNT_RETURN:    _TASK,
    Then.STOP_CLOCK:      _TASK,
    Then.START_CLOCK:     _TASK,
    Then.CLOSE_REVIEWS:   _REVIEWED,
    Then.CLOSE_ASKS:      _TASK,
    Then.SETTLE_LADDER:   _TASK,
    Then.CARRY_OUT:       _REVIEW,
    Then.MOVE_DEADLINE:   frozenset({Life.EXTENSION}),
    Then.MOVE_ASKS:       _TASK,
    Then.VOID_SUMMARY:    _TASK,
    Then.CANCEL_TASKS:    _PLAN,
    Then.MOVE_BOUND:      _PLAN,
    Then.CANCEL_DEMAND:   _PLAN,
    Then.FOLLOW_DEMAND:   _PLAN,
    Then.TELL_ABOVE:      _PLAN,
    Then.SET_TIMES:       _PLAN,
}
# fmt: on


def promises_fit_the_life(lifecycle: Life_) -> Iterator[Fault]:
    """Whatever follows from a row has a meaning for the life.
    每一步之后要做的事，对这类事项都有意义。"""
    for row in lifecycle.rows:
        for promise in row.then:
            if lifecycle.life not in FITS[promise]:
                zh = f"{row.may.zh}之后要“{promise.zh}”，对{lifecycle.life.zh}没有意义"
                en = f"{row.may.en} promises to {promise.en}, which means nothing for this life"
                yield fault_in(lifecycle, Sentence(zh, en), by=row)


def promises_can_be_kept(lives: Lives) -> Iterator[Fault]:
    """What a row promises to another life, that life can do in every state it may then be in.
    一类事项引起另一类事项变动的，另一类事项在任何相关状态下都办得成。"""
    promised = {promise for life in lives.values() for row in life.rows for promise in row.then}
    for follow in FOLLOWS:
        if follow.promise not in promised or follow.life not in lives:
            continue
        other = lives[follow.life]
        wanted = follow.states or tuple(state.value for state in open_states(other))
        for state in wanted:
            if not _by_itself(other, state, follow.act):
                zh = f"别处要“{follow.promise.zh}”，它在这一状态却不能由系统{follow.act.zh}"
                en = f"another life promises to {follow.promise.en}, and here the system has no “{follow.act.en}”"
                yield fault_in(other, Sentence(zh, en), at=str(state))


def _by_itself(lifecycle: Life_, state: str, act: Act) -> bool:
    return any(row.who is Role.SYSTEM and row.may is act and state in row.sources for row in lifecycle.rows)


def consequences_have_a_cause(lives: Lives) -> Iterator[Fault]:
    """What the system does by itself follows from an act of another life.
    系统自动办的事，都由另一类事项的某一步引起。"""
    promised = {promise for life in lives.values() for row in life.rows for promise in row.then}
    caused = {(follow.life, follow.act) for follow in FOLLOWS if follow.promise in promised} | UNPROMISED
    for life, lifecycle in lives.items():
        for row in lifecycle.rows:
            if row.who is Role.SYSTEM and (life, row.may) not in caused:
                zh = f"系统会自动{row.may.zh}，却没有任何事项引起"
                en = f"the system would “{row.may.en}”, and nothing ever brings that about"
                yield fault_in(lifecycle, Sentence(zh, en), by=row)
