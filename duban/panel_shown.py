"""A panel as people read it: its rule, its seats with weight and veto, answers, advice, and where a seat came from."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from duban.desk.opened import desk_of
from duban.hands import by_whom, people_in
from duban.names import person_names
from duban.panel_words import rule_words
from duban.panels import Panel, panel_of
from duban.posts import seats_at
from duban.tongue import listed, say
from models.question import Advice, Decision, Review, Signer
from models.register import Post, Unit
from models.words import ReviewState, Verdict
from workflows.moments import day_of

Row = TypeVar("Row", Decision, Advice)


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One answer: who gave it, for whom, when; and when it was taken back, if it was."""

    by: str
    verdict: Verdict
    reason: str
    at: datetime
    taken_back_at: datetime | None


@dataclass(frozen=True, slots=True)
class AdviceShown:
    """One question for advice and what came of it."""

    by: str
    of: str
    row: Advice

    @property
    def waits(self) -> bool:
        return self.row.answered_at is None and self.row.taken_back_at is None

    def waits_for(self, person_id: int | None) -> bool:
        return self.waits and self.row.person_id == person_id


@dataclass(frozen=True, slots=True)
class SeatShown:
    """One seat in its order. `came` says from whom it was passed on; `undone` holds the answers taken back."""

    signer: Signer
    called: str
    holders: tuple[str, ...]
    came: str
    waits: bool
    answer: AnswerShown | None
    undone: tuple[AnswerShown, ...]
    advices: tuple[AdviceShown, ...]

    @property
    def waits_for_advice(self) -> bool:
        return any(advice.waits for advice in self.advices)


@dataclass(frozen=True, slots=True)
class PanelShown:
    """A panel in words, its seats in signing order, those dropped last."""

    rule: str
    seats: tuple[SeatShown, ...]
    weighted: bool


def seat_names(session: Session, signers: Sequence[Signer]) -> list[str]:
    """Call each seat by its post and unit, or by the person it is named for."""
    people = person_names(session, (signer.person_id for signer in signers))
    posts = _post_names(session, {signer.post_id for signer in signers})
    return [people.get(s.person_id) or posts.get(s.post_id, "") for s in signers]


def _post_names(session: Session, ids: set[int | None]) -> dict[int | None, str]:
    found = select(Post, Unit).join(Unit, col(Unit.id) == Post.unit_id).where(col(Post.id).in_(ids - {None}))
    return {post.id: f"{unit.short_name or unit.name}{post.name}" for post, unit in session.exec(found).all()}


def panel_shown(session: Session, review: Review, *, now: datetime) -> PanelShown:
    """Read all there is to tell of a review's panel, with a fixed number of queries."""
    panel = panel_of(desk_of(session), review)
    answers = _of(session, Decision, review)
    advices = _of(session, Advice, review)
    names = _names(session, panel, answers=answers, advices=advices)
    posts = _post_names(session, {id_ for s in panel.signers for id_ in (s.post_id, s.was_post_id)})
    holders = _holders(session, panel, now=now)
    waiting = panel.turn if review.state is ReviewState.OPEN else frozenset()
    shown = [
        SeatShown(
            signer=s,
            called=posts.get(s.post_id) or names.get(s.person_id, ""),
            holders=holders.get(s.post_id, ()),
            came=_came(s, names, posts),
            waits=s.id in waiting and s.id not in panel.answers,
            answer=next((_answer(d, names) for d in answers[s.id or 0] if d.taken_back_at is None), None),
            undone=tuple(_answer(d, names) for d in answers[s.id or 0] if d.taken_back_at is not None),
            advices=tuple(
                AdviceShown(names.get(a.asked_by, ""), names.get(a.person_id, ""), a) for a in advices[s.id or 0]
            ),
        )
        for s in sorted(panel.signers, key=lambda signer: signer.dropped)
    ]
    return PanelShown(rule_words(panel), tuple(shown), any(s.weight != 1 for s in panel.sitting))


def _of(session: Session, table: type[Row], review: Review) -> defaultdict[int, list[Row]]:
    rows = session.exec(select(table).where(table.review_id == review.id).order_by(col(table.id))).all()
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.signer_id].append(row)
    return found


def _names(
    session: Session, panel: Panel, *, answers: dict[int, list[Decision]], advices: dict[int, list[Advice]]
) -> dict[int | None, str]:
    people = people_in(answer for rows in answers.values() for answer in rows)
    people |= {id_ for rows in advices.values() for a in rows for id_ in (a.asked_by, a.person_id)}
    people |= {id_ for s in panel.signers for id_ in (s.person_id, s.passed_by, s.was_person_id)}
    return person_names(session, people)


def _answer(decision: Decision, names: dict[int | None, str]) -> AnswerShown:
    who = by_whom(names, decision)
    return AnswerShown(who, decision.verdict, decision.reason, decision.at, decision.taken_back_at)


def _came(signer: Signer, names: dict[int | None, str], posts: dict[int | None, str]) -> str:
    if signer.passed_by is None:
        return ""
    was = posts.get(signer.was_post_id) or names.get(signer.was_person_id, "")
    return say("%(who)s 转来（原席位：%(seat)s）", who=names.get(signer.passed_by, ""), seat=was)


def _holders(session: Session, panel: Panel, *, now: datetime) -> dict[Any, tuple[str, ...]]:
    """Name who sits in the posts of a panel today; deputies with whom they stand in for."""
    posts = {signer.post_id for signer in panel.signers if signer.post_id is not None}
    sitting = seats_at(desk_of(session), day_of(now), posts)
    names = person_names(session, (id_ for seat in sitting for id_ in (seat.person_id, seat.stands_in_for)))
    found: defaultdict[int, dict[str, list[str]]] = defaultdict(dict)
    for seat in sitting:
        stood_in = found[seat.post_id].setdefault(names[seat.person_id], [])
        if seat.stands_in_for is not None:
            stood_in.append(names[seat.stands_in_for])
    return {
        post: tuple(
            say("%(who)s（代%(whom)s）", who=who, whom=listed(stood_in)) if stood_in else who
            for who, stood_in in people.items()
        )
        for post, people in found.items()
    }
