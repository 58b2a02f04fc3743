"""Tells what was given with an act in words: as the record keeps it, or as a panel is asked to allow it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from duban.life_tables import called
from duban.names import person_names, unit_names
from duban.subjects import load
from duban.tongue import mark, said, say
from models.policy_stored import Policy, named
from models.question import Review
from models.register import Person
from models.words import Act, ReviewState, Verdict

# fmt: off
LABELS = (
    # in the record       called
    ("verdict",            mark("意见")),
    ("percent",            mark("进度")),
    ("count",              mark("数量")),
    ("due",                mark("日期")),
    ("wanted",             mark("拟延至")),
    ("unit_id",            mark("单位")),
    ("person_id",          mark("人员")),
    ("policy_id",          mark("督办规则")),
    ("old_policy_id",      mark("原督办规则")),
    ("deliverable",        mark("成果")),
    ("text",               mark("内容")),
    ("took_back",          mark("拿回的是")),
    ("gate",               mark("经审核")),
)
TOOK_BACK = {"advice": mark("委派"), "signer": mark("转办"), "decision": mark("意见")}
# fmt: on


@dataclass(frozen=True, slots=True)
class Names:
    """The names it takes to tell of numbers."""

    people: dict[int | None, str]
    units: dict[int | None, str]
    policies: dict[int | None, str]


def names_for(session: Session, records: Iterable[Mapping[str, Any]], people: Iterable[int | None] = ()) -> Names:
    """Read every name that records speak of, and those of some people besides, with three queries."""
    told = list(records)
    policies = {row.get(name) for row in told for name in ("policy_id", "old_policy_id")} - {None}
    found = session.exec(select(Policy).where(col(Policy.id).in_(policies))).all() if policies else ()
    return Names(
        person_names(session, {*people, *(row.get("person_id") for row in told)}),
        unit_names(session, {row.get("unit_id") for row in told}),
        {policy.id: named(policy) for policy in found},
    )


def in_words(record: Mapping[str, Any], names: Names) -> tuple[tuple[str, str], ...]:
    """Tell what a record holds besides the reason: pairs of what it is called and what it is."""
    return tuple((say(label), _value(name, record[name], names)) for name, label in LABELS if record.get(name))


def _value(name: str, value: Any, names: Names) -> str:
    # fmt: off
    ways = {
        "verdict":       lambda: said(Verdict(value)),
        "unit_id":       lambda: names.units.get(value, str(value)),
        "person_id":     lambda: names.people.get(value, str(value)),
        "policy_id":     lambda: names.policies.get(value, str(value)),
        "old_policy_id": lambda: names.policies.get(value, str(value)),
        "took_back":     lambda: say(TOOK_BACK[value]) if value in TOOK_BACK else str(value),
        "percent":       lambda: f"{value}%",
        "gate":          lambda: say("审核 %(id)s 同意", id=value),
    }
    # fmt: on
    return ways[name]() if name in ways else str(value)


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a gated review asks: which act on what, who asks in which role, what was given, what came of a yes."""

    subject: str
    act: str
    by: str
    given: tuple[tuple[str, str], ...]
    outcome: str

    @property
    def question(self) -> str:
        return say("%(subject)s：%(act)s（送审人：%(by)s）", subject=self.subject, act=self.act, by=self.by)


def asked_for(session: Session, review: Review) -> AskedFor | None:
    """Tell what a gated review asks; None for one that is a step of its subject's own life."""
    if not review.gated:
        return None
    subject = load(session, review.life, review.subject_id)
    person = session.get(Person, review.asked_by) if review.asked_by is not None else None
    reason = ((say("理由"), str(review.asked["reason"])),) if review.asked.get("reason") else ()
    return AskedFor(
        subject=said(called(review.life, subject)),
        act=said(Act(review.about)),
        by=person.name if person else say("系统"),
        given=reason + in_words(review.asked, names_for(session, [review.asked])),
        outcome=_outcome(review),
    )


def _outcome(review: Review) -> str:
    if review.state is not ReviewState.APPROVED:
        return ""
    act = said(Act(review.about))
    if review.hindered:
        return say("审核组已同意，但没有办成%(act)s：%(why)s。", act=act, why=review.hindered)
    return say("审核组已同意，%(act)s已办理。", act=act)
