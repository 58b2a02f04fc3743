"""Tells what was given with an act in words: as the record keeps it, or as a panel is asked to allow it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from duban.policies import named
from duban.queries import person_names, unit_names
from duban.subjects import load, name_of
from models.policy import Policy
from models.question import Review
from models.register import Person
from models.words import Act, ReviewState, Verdict

# fmt: off
LABELS = (
    # in the record       called
    ("verdict",            "意见"),
    ("percent",            "进度"),
    ("count",              "数量"),
    ("due",                "日期"),
    ("wanted",             "拟延至"),
    ("unit_id",            "单位"),
    ("person_id",          "人员"),
    ("policy_id",          "督办规则"),
    ("old_policy_id",      "原督办规则"),
    ("deliverable",        "成果"),
    ("text",               "内容"),
    ("took_back",          "拿回的是"),
    ("gate",               "经审核"),
)
TOOK_BACK = {"advice": "委派", "signer": "转办", "decision": "意见"}
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
    found = session.exec(select(Policy).where(col(Policy.id).in_(policies))).all()
    return Names(
        person_names(session, {*people, *(row.get("person_id") for row in told)}),
        unit_names(session, {row.get("unit_id") for row in told}),
        {policy.id: named(policy) for policy in found},
    )


def in_words(record: Mapping[str, Any], names: Names) -> tuple[tuple[str, str], ...]:
    """Tell what a record holds besides the reason: pairs of what it is called and what it is."""
    return tuple((label, _value(name, record[name], names)) for name, label in LABELS if record.get(name))


def _value(name: str, value: Any, names: Names) -> str:
    # fmt: off
    ways = {
        "verdict":       lambda: Verdict(value).zh,
        "unit_id":       lambda: names.units.get(value, str(value)),
        "person_id":     lambda: names.people.get(value, str(value)),
        "policy_id":     lambda: names.policies.get(value, str(value)),
        "old_policy_id": lambda: names.policies.get(value, str(value)),
        "took_back":     lambda: TOOK_BACK.get(value, str(value)),
        "percent":       lambda: f"{value}%",
        "gate":          lambda: f"审核 {value} 同意",
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
        return f"{self.subject}：{self.act}（送审人：{self.by}）"


def asked_for(session: Session, review: Review) -> AskedFor | None:
    """Tell what a gated review asks; None for one that is a step of its subject's own life."""
    if not review.gated:
        return None
    subject = load(session, review.life, review.subject_id)
    person = session.get(Person, review.asked_by) if review.asked_by is not None else None
    reason = (("理由", str(review.asked["reason"])),) if review.asked.get("reason") else ()
    name = name_of(review.life, subject)
    return AskedFor(
        subject=name if name.startswith(review.life.zh) else f"{review.life.zh}{name}",
        act=Act(review.about).zh,
        by=person.name if person else "系统",
        given=reason + in_words(review.asked, names_for(session, [review.asked])),
        outcome=_outcome(review),
    )


def _outcome(review: Review) -> str:
    if review.state is not ReviewState.APPROVED:
        return ""
    act = Act(review.about).zh
    return f"审核组已同意，但没有办成{act}：{review.hindered}。" if review.hindered else f"审核组已同意，{act}已办理。"
