"""Whom a duty is told to, found when it is delivered: duty follows the post, so whoever holds it by then."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from duban.desk.opened import desk_of
from duban.facts import reporters
from duban.facts_of_appeal import CIRCULAR
from duban.memberships import members_on
from duban.notify.topic import Topic
from duban.panels import panel_of
from duban.policies import settings_of
from duban.question import latest_review
from duban.unreported import units_missing
from models.question import Advice, Review
from models.register import Post, Unit
from models.task import Contribution, Task
from models.words import Life, Owed, ReviewState, Role, Then
from workflows.moments import day_of


@dataclass(frozen=True, slots=True)
class Audience:
    """People to tell, each once, in a fixed order; `missing` names those for whom nobody was found."""

    people: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()


def audience_of(topic: Topic) -> Audience:
    """Find whom to tell; nobody and nothing missing means that nobody needs to be told any more."""
    return _WHO[topic.duty.what](topic)


def _unit_people(topic: Topic, role: Role, unit_ids: Iterable[int | None]) -> Audience:
    """Everybody with a role in some units; a unit without one is missing."""
    wanted = [unit_id for unit_id in dict.fromkeys(unit_ids) if unit_id]
    by_unit: dict[int, list[int]] = {}
    for seat in topic.seats:
        if role in seat.roles and seat.unit_id in wanted:
            by_unit.setdefault(seat.unit_id, []).append(seat.person_id)
    without = [unit_id for unit_id in wanted if unit_id not in by_unit]
    names = topic.session.exec(select(Unit.name).where(col(Unit.id).in_(without))).all() if without else ()
    people = dict.fromkeys(person for unit_id in wanted for person in by_unit.get(unit_id, ()))
    return Audience(tuple(people), tuple(f"{name}没有{role.zh}" for name in names))


def _house(role: Role, but_not: Callable[[Topic], frozenset[int]] = lambda _: frozenset()) -> "Finder":
    def find(topic: Topic) -> Audience:
        barred = but_not(topic)
        sitting = dict.fromkeys(seat.person_id for seat in topic.seats if role in seat.roles)
        people = tuple(person for person in sitting if person not in barred)
        return Audience(people, () if people else (f"没有可以告知的{role.zh}",))

    return find


def _planner(topic: Topic) -> Audience:
    """The planner; in a unit's own plan its liaison, as long as it has one."""
    unit_id = topic.plan.unit_id if topic.plan else None
    found = _unit_people(topic, Role.LIAISON, [unit_id])
    return found if found.people else _house(Role.PLANNER)(topic)


def _lead(topic: Topic) -> Audience:
    """The lead unit's liaison, or of the unit it is about when no task is; a person that the task binds, too."""
    task = topic.task
    if task is None:
        return _unit_people(topic, Role.LIAISON, [getattr(topic.subject, "unit_id", None)])
    found = _unit_people(topic, Role.LIAISON, [task.lead_unit_id])
    if task.subject_person_id is None:
        return found
    return Audience(tuple(dict.fromkeys((task.subject_person_id, *found.people))))


def _unit_head(topic: Topic) -> Audience:
    return _unit_people(topic, Role.UNIT_HEAD, [topic.task.lead_unit_id if topic.task else None])


def _old_lead(topic: Topic) -> Audience:
    return _unit_people(topic, Role.LIAISON, [topic.duty.detail.get("old_lead_unit_id")])


def _supporting(topic: Topic) -> Audience:
    owed = select(Contribution.unit_id).where(
        Contribution.task_id == (topic.task.id if topic.task else None), Contribution.owed == Owed.OWED
    )
    return _unit_people(topic, Role.LIAISON, topic.session.exec(owed.order_by(col(Contribution.id))).all())


def _all_addressed(topic: Topic) -> Audience:
    """The liaisons of all units the plan addresses, and of those that lead its tasks."""
    if topic.plan is None:
        return Audience()
    addressed = [
        unit.id
        for name in topic.plan.addressee_classes
        for unit in members_on(topic.session, name, day_of(topic.move.at))
    ]
    leading = topic.session.exec(select(Task.lead_unit_id).where(Task.plan_id == topic.plan.id).distinct()).all()
    return _unit_people(topic, Role.LIAISON, [*addressed, *leading])


def _missing(topic: Topic) -> Audience:
    """The liaisons of units that owed the report of a task when they were to be chased."""
    return _unit_people(topic, Role.LIAISON, units_missing(topic.session, topic.move.plan_id or 0, topic.move.at))


def _asker(topic: Topic) -> Audience:
    if isinstance(topic.subject, Review):
        return _asker_of_gate(topic.subject)
    asked = (topic.subject.asked_by, topic.subject.asked_for)
    return Audience(tuple(dict.fromkeys(person for person in asked if person is not None)))


def _asker_of_gate(review: Review) -> Audience:
    """Whoever wanted to act; what follows from any other review is told by its subject's own move."""
    return Audience((review.asked_by,)) if review.gated and review.asked_by is not None else Audience()


def _adviser(topic: Topic) -> Audience:
    """Everybody whose advice is waited for."""
    wanted = panel_of(desk_of(topic.session), topic.subject).advices if topic.subject.state is ReviewState.OPEN else ()
    return Audience(tuple(dict.fromkeys(advice.person_id for advice in wanted)))


def _signer(topic: Topic) -> Audience:
    """Whoever asked for the advice that this move gave."""
    asked = select(Advice.asked_by).where(
        Advice.review_id == topic.subject.id, Advice.answered_by == topic.move.person_id
    )
    found = topic.session.exec(asked.order_by(col(Advice.answered_at).desc())).first()
    return Audience((found,) if found is not None else ())


def _escalation(topic: Topic) -> Audience:
    """Whoever sits in the post the policy names, or else the leaders."""
    post_id = topic.subject.escalates_to
    there = tuple(dict.fromkeys(seat.person_id for seat in topic.seats if seat.post_id == post_id))
    return Audience(there) if there else _house(Role.LEADER)(topic)


def _panel(topic: Topic) -> Audience:
    """Whose turn it is and who has not answered; nobody once the review is over."""
    subject = topic.subject
    review = (
        subject if isinstance(subject, Review) else latest_review(desk_of(topic.session), topic.move.life, subject.id)
    )
    if review is None or review.state is not ReviewState.OPEN:
        return Audience()
    panel = panel_of(desk_of(topic.session), review)
    posts = {s.post_id for s in panel.waiting if s.post_id is not None}
    holding = [seat.person_id for seat in topic.seats if seat.post_id in posts]
    named = [s.person_id for s in panel.waiting if s.person_id is not None]
    people = tuple(dict.fromkeys(person for person in (*holding, *named) if person not in panel.barred))
    return Audience(people, () if people else ("审核组此刻没有人在岗",))


def _leader(topic: Topic) -> Audience:
    """The leaders; of a rung of the ladder whoever sits in the posts that the policy names for it, if it names any."""
    codes: tuple[str, ...] = ()
    if topic.move.life is Life.SUPERVISION:
        ladder = settings_of(desk_of(topic.session), topic.move.plan_id).ladder
        codes = next((rung.posts for rung in ladder if rung.to == topic.move.became), ())
    return _sitting(topic, codes) if codes else _house(Role.LEADER)(topic)


def _recipients(topic: Topic) -> Audience:
    """Whoever sits in the posts that a paper goes to; the leaders, when it names none; of a circular the units too."""
    to = _posts_of(topic)
    if topic.subject.kind != CIRCULAR:
        return to
    units = _all_addressed(topic)
    return Audience(tuple(dict.fromkeys((*to.people, *units.people))), (*to.missing, *units.missing))


def _posts_of(topic: Topic) -> Audience:
    codes = topic.subject.recipients
    return _sitting(topic, codes) if codes else _house(Role.LEADER)(topic)


def _sitting(topic: Topic, codes: Sequence[str]) -> Audience:
    """Whoever sits in some posts; a post that nobody sits in is missing."""
    posts = dict(topic.session.exec(select(Post.id, Post.code).where(col(Post.code).in_(codes))).all())
    seated = [seat for seat in topic.seats if seat.post_id in posts]
    held = {posts[seat.post_id] for seat in seated}
    missing = tuple(f"岗位 {code} 此刻没有人在岗" for code in codes if code not in held)
    return Audience(tuple(dict.fromkeys(seat.person_id for seat in seated)), missing)


def _reporters(topic: Topic) -> frozenset[int]:
    return reporters(topic.task) if topic.task else frozenset()


def _askers(topic: Topic) -> frozenset[int]:
    return frozenset({topic.subject.asked_by, topic.subject.asked_for} - {None})


Finder = Callable[[Topic], Audience]

# fmt: off
_WHO: dict[Then, Finder] = {
    # duty                  who is told
    Then.TELL_LEAD:         _lead,
    Then.TELL_SUPPORTING:   _supporting,
    Then.TELL_PLANNER:      _planner,
    Then.TELL_ABOVE:        _house(Role.PLANNER),
    Then.TELL_OLD_LEAD:     _old_lead,
    Then.TELL_UNIT_HEAD:    _unit_head,
    Then.TELL_LEADER:       _leader,
    Then.TELL_ASKER:        _asker,
    Then.TELL_ALL:          _all_addressed,
    Then.TELL_RECIPIENTS:   _recipients,
    Then.TELL_MISSING:      _missing,
    Then.TELL_INSPECTED:    lambda topic: _unit_people(topic, Role.LIAISON, topic.subject.units),
    Then.ASK_CHECKER:       _house(Role.CHECKER, but_not=_reporters),
    Then.ASK_PANEL:         _panel,
    Then.ASK_GRANTER:       _house(Role.PLANNER, but_not=_askers),
    Then.ASK_SUPERVISOR:    _house(Role.SUPERVISOR),
    Then.ASK_PLANNER:       _planner,
    Then.ASK_ADVISER:       _adviser,
    Then.TELL_SIGNER:       _signer,
    Then.TELL_ESCALATION:   _escalation,
    Then.TELL_SUPERVISOR:   _house(Role.SUPERVISOR),
}
# fmt: on
