"""Whether the stored register can carry the rules: posts are held, panels fill, nobody judges a matter of their own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, or_, select

from duban.desk.opened import desk_of
from duban.fitness_of_panels import judges, panel_faults, put_to
from duban.policies import DEFAULT, newest_version
from duban.posts import seats
from duban.register_today import Today, Under, today, units_of
from models.errors import Sentence
from models.plan import Plan
from models.policy import PolicySettings
from models.policy_stored import Policy, named
from models.register import Absence, Holding, Post
from models.words import Holds, PlanState, Role

NEEDED = (Role.PLANNER, Role.CHECKER, Role.REVIEWER, Role.SUPERVISOR, Role.LEADER)
RUNNING = frozenset(PlanState) - {PlanState.ARCHIVED, PlanState.WITHDRAWN}
TO_DO_ZH, TO_DO_EN = "请在名册里补上任职或代理", "name a holder or a deputy in the register"


def check_register(session: Session, under: Sequence[Under], *, now: datetime) -> list[Sentence]:
    """List everything that keeps the stored register from carrying some policies today; nothing when all is well.

    `under`: the policies and the plans under each; see `policies_running`, `of_plan`, `of_policy`.
    """
    seen = today(session, now=now)
    units = units_of(seen, [plan for policy in under for plan in policy.plans])
    found = [fault for check in CHECKS for fault in check(seen, units)]
    for policy in under:
        found += [*_escalations(seen, policy), *_rungs_tell_posts(seen, policy)]
        found += panel_faults(seen, policy, units_of(seen, policy.plans))
    return list(dict.fromkeys(found))


def policies_running(session: Session, *, now: datetime) -> list[Under]:
    """Give the policy of every plan that is not at its end; without such a plan the usual policy."""
    found: dict[int, list[Plan]] = {}
    for plan in session.exec(select(Plan).where(col(Plan.state).in_(RUNNING)).order_by(col(Plan.id))).all():
        found.setdefault(plan.policy_id, []).append(plan)
    if found:
        return [_under(session.get_one(Policy, policy), tuple(plans)) for policy, plans in found.items()]
    usual = newest_version(session, DEFAULT)
    return [of_policy(usual) if usual else Under(DEFAULT, PolicySettings())]


def of_plan(session: Session, plan: Plan) -> list[Under]:
    """Give the policy that one plan runs under."""
    return [_under(session.get_one(Policy, plan.policy_id), (plan,))]


def of_policy(policy: Policy) -> Under:
    """Give a policy by itself, as if every unit might be concerned."""
    return _under(policy, ())


def _under(policy: Policy, plans: tuple[Plan, ...]) -> Under:
    return Under(named(policy), PolicySettings.model_validate(policy.settings), plans)


def _roles_are_given(now: Today, _: frozenset[int]) -> Iterator[Sentence]:
    for role in NEEDED:
        if not any(role in post.roles for post in now.posts.values()):
            yield Sentence(
                f"名册里没有哪个岗位是{role.zh}（{role}）；请设一个这样的岗位，并安排任职人员。",
                f"No post gives the role {role.en}; add one to the register, with a holder.",
            )


def _posts_are_held(now: Today, _: frozenset[int]) -> Iterator[Sentence]:
    held = {seat.post_id for seat in now.seats}
    for post_id, post in now.posts.items():
        if post_id in held:
            continue
        away = [now.people[person] for person in _holders(now, post_id)]
        if away:
            yield Sentence(
                f"{now.post_called(post)}：任职的{'、'.join(away)}今天外出，也没有在岗的代理；{TO_DO_ZH}。",
                f"{post.code}: its holders are away today and no deputy is there; {TO_DO_EN}.",
            )
        else:
            yield Sentence(
                f"{now.post_called(post)}：今天没有人任职，也没有代理；{TO_DO_ZH}。",
                f"{post.code}: nobody holds it today, and no deputy is there; {TO_DO_EN}.",
            )


def _holders(now: Today, post_id: int) -> list[int]:
    found = select(Holding.person_id).where(
        Holding.post_id == post_id,
        Holding.kind == Holds.HOLDER,
        Holding.since <= now.day,
        or_(col(Holding.until).is_(None), col(Holding.until) >= now.day),
    )
    return list(now.session.exec(found.order_by(col(Holding.id))).all())


def _units_have_a_liaison(now: Today, units: frozenset[int]) -> Iterator[Sentence]:
    served = {post.unit_id for post in now.posts.values() if Role.LIAISON in post.roles}
    for unit in sorted(units - served):
        yield Sentence(
            f"{now.unit_called(unit)}没有联络员岗位，交给它的任务没有人签收；请设一个联络员岗位，并安排任职人员。",
            f"{now.units[unit].code} has no post of a liaison, and nobody signs for its tasks; add one, with a holder.",
        )


def _judges_are_others(now: Today, units: frozenset[int]) -> Iterator[Sentence]:
    """Whoever acts for a unit finds somebody else to judge it, whatever that is."""
    for role, steps in judges().items():
        able = {person: now.hands(person) for person in now.as_role(role)}
        acts = "、".join(dict.fromkeys(f"{act.zh}{life.zh}" for life, act in steps))
        for unit in sorted(units) if able else ():
            for person in now.as_role(Role.LIAISON, unit_id=unit):
                if all(hands & now.hands(person) for hands in able.values()):
                    name = now.people[person]
                    yield Sentence(
                        f"{now.unit_called(unit)}的联络员{name}同时是仅有的{role.zh}（任职或代理），"
                        f"其提出的事没有别人可以{acts}；请另外安排一名{role.zh}。",
                        f"{name}, liaison of {now.units[unit].code}, is also the only {role.en}, "
                        f"and nobody else may judge what comes from there; name another {role.en}.",
                    )


CHECKS: tuple[Callable[[Today, frozenset[int]], Iterator[Sentence]], ...] = (
    _roles_are_given,
    _posts_are_held,
    _units_have_a_liaison,
    _judges_are_others,
)
"""What has to hold whatever the policy says."""


def _escalations(now: Today, under: Under) -> Iterator[Sentence]:
    """A post that hears of what is late is in the register; that it is held is checked with all posts."""
    codes = {post.code for post in now.posts.values()}
    for name in put_to(under.settings):
        code = under.settings.panels[name].escalates_to
        if code and code not in codes:
            yield Sentence(
                f"督办规则 {under.called} 的审核组“{name}”超时要报告岗位 {code}，名册里没有这个岗位；请核对岗位编码。",
                f"Policy {under.called}, panel {name} escalates to {code}, which is in no register; check the code.",
            )


def _rungs_tell_posts(now: Today, under: Under) -> Iterator[Sentence]:
    """A post that hears of a rung is in the register."""
    codes = {post.code for post in now.posts.values()}
    for rung in under.settings.ladder:
        for code in sorted(set(rung.posts) - codes):
            yield Sentence(
                f"督办规则 {under.called} 的“{rung.zh}”要告知岗位 {code}，名册里没有这个岗位；请核对岗位编码。",
                f"Policy {under.called} tells {code} of the rung {rung.to}, which is in no register; check the code.",
            )


@dataclass(frozen=True, slots=True)
class _Away:
    """A holder who will be away, and the post."""

    post: Post
    absence: Absence


def absences_ahead(session: Session, *, now: datetime) -> list[Sentence]:
    """List the absences to come during which a post has nobody: nothing is wrong today, a deputy is wanted then."""
    seen, found = today(session, now=now), []
    held = {seat.post_id for seat in seen.seats}
    for away in _ahead(seen):
        empty = _first_empty(seen, away) if away.post.id in held else None
        if empty is not None:
            name, post = seen.people[away.absence.person_id], seen.post_called(away.post)
            found.append(
                Sentence(
                    f"{post}：任职的{name}从 {away.absence.since} 到 {away.absence.until} 外出，"
                    f"{empty} 起没有人代理；请提前安排代理。",
                    f"{away.post.code}: its holder is away from {away.absence.since} to {away.absence.until}, "
                    f"and nobody stands in from {empty}; name a deputy.",
                )
            )
    return found


def _ahead(now: Today) -> list[_Away]:
    wanted = (
        select(Absence, Holding)
        .join(Holding, col(Holding.person_id) == col(Absence.person_id))
        .where(Absence.until > now.day, Holding.kind == Holds.HOLDER)
        .where(or_(col(Holding.until).is_(None), col(Holding.until) >= col(Absence.since)))
        .order_by(col(Absence.since), col(Holding.post_id))
    )
    return [_Away(now.posts[holding.post_id], absence) for absence, holding in now.session.exec(wanted).all()]


def _first_empty(now: Today, away: _Away) -> date | None:
    """Find the first day of an absence, after today, on which its post has nobody."""
    first = max(away.absence.since, now.day + timedelta(days=1))
    for day in [first, *_changes(now, first, away.absence.until)]:
        if not any(seat.post_id == away.post.id for seat in seats(desk_of(now.session), day)):
            return day
    return None


def _changes(now: Today, first: date, last: date) -> list[date]:
    """List the days of a span on which somebody else leaves: an absence begins, a holding has ended the day before."""
    away = select(Absence).where(Absence.since > first, Absence.since <= last)
    ending = select(Holding).where(col(Holding.until) >= first, col(Holding.until) < last)
    begins = {absence.since for absence in now.session.exec(away).all()}
    ends = {held.until for held in now.session.exec(ending).all() if held.until}
    return sorted(begins | {day + timedelta(days=1) for day in ends})
