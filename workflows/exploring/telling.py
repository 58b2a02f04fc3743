"""Tells a way through the worlds: who did what, and what it became, step by step."""

from collections.abc import Iterable

from models.errors import Sentence
from models.words import Role
from workflows.exploring.cast import NAMES
from workflows.exploring.scene import Fired, Lives
from workflows.exploring.search import Step
from workflows.fault import named

NOBODY = Sentence("", "time")


def trace_of(way: Iterable[Step]) -> tuple[tuple[str, str, str], ...]:
    """Give each step as (who, which act, what became what): ("the liaison", "report", "task reported")."""
    return tuple((who(step).en, _act(step).en, _became(step)) for step in way)


def way_in_words(lives: Lives, way: Iterable[Step]) -> Sentence:
    """Tell a way in one sentence, with what followed from each step."""
    told = [_told(lives, step) for step in way]
    return Sentence("；".join(one.zh for one in told), "; ".join(one.en for one in told))


def who(step: Step) -> Sentence:
    """Name who took a step: a person, the clock, the plan that was issued or withdrawn."""
    if step.by is None:
        return NOBODY if step.whom is None else NAMES[step.whom]
    if step.by.person is None:
        role = step.by.speaks_as or Role.SYSTEM
        return Sentence(role.zh, role.en)
    return NAMES[step.by.person]


def _act(step: Step) -> Sentence:
    if step.attempt is None:
        return step.happened or NOBODY
    given = step.attempt.given
    act = Sentence(step.attempt.act.zh, step.attempt.act.en)
    if given.verdict is not None:
        act = Sentence(f"{act.zh}“{given.verdict.zh}”", f"{act.en} {given.verdict.value}")
    if given.person_id is not None:
        name = NAMES[given.person_id]
        act = Sentence(f"{act.zh}（{name.zh}）", f"{act.en} ({name.en})")
    return act


def _became(step: Step) -> str:
    return f"{step.fired[0].life} {step.fired[0].becomes}" if step.fired else ""


def _told(lives: Lives, step: Step) -> Sentence:
    by, act = who(step), _act(step)
    became = [fired for fired in step.fired if not fired.stays]
    zh = "，".join(f"{fired.life.zh}“{_state(lives, fired).zh}”" for fired in became)
    en = ", ".join(f"{fired.life.en} “{_state(lives, fired).en}”" for fired in became)
    return Sentence(f"{by.zh}{act.zh}" + (f" → {zh}" if zh else ""), f"{by.en}: {act.en}" + (f" → {en}" if en else ""))


def _state(lives: Lives, fired: Fired) -> Sentence:
    return named(lives[fired.life], fired.becomes)
