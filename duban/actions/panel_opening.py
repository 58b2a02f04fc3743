"""Opens the review that a submitted plan, a checked task or a summary asks for."""

from duban.actions.case import Case
from duban.calendars import load_calendar
from duban.policies import settings_of
from duban.posts import posts_as, seats
from models.errors import Refused
from models.policy import PanelName, PanelSettings
from models.question import Review, Signer
from models.values import Actor
from models.words import Act, Life, PanelRule, PlanState, Role
from workflows.moments import day_of, end_of


def open_panel(case: Case) -> None:
    """Open a review of the subject with a seat for every post of the policy's role.

    People who reported, checked or submitted are excluded; a post held only by them gets no seat, and nobody gets two.
    Raises: Refused when the panel could never decide.
    """
    from duban.actions.act import begin

    name = _panel_name(case)
    settings = settings_of(case.session, case.subject.id if case.life is Life.PLAN else case.subject.plan_id).panels[
        name
    ]
    excluded = _excluded(case, settings)
    posts = _posts(case, settings.role, excluded)
    needed = settings.needed if settings.rule is PanelRule.QUORUM else 1
    if len(posts) < needed:
        raise Refused(
            f"审核组凑不齐：需要 {needed} 人，回避后只剩 {len(posts)} 位{settings.role.zh}。"
            "请先补齐岗位或调整督办规则。",
            f"The panel cannot be filled: it needs {needed}, and {len(posts)} people remain as {settings.role.en}.",
        )
    review = _review(case, settings, needed, excluded)
    begin(case.session, review, Act.OPEN, by=Actor(name="系统", speaks_as=Role.SYSTEM), now=case.now)
    for seq, post_id in enumerate(posts, start=1):
        case.session.add(Signer(review_id=review.id or 0, post_id=post_id, seq=seq))
    case.session.flush()


def _panel_name(case: Case) -> PanelName:
    if case.life is Life.TASK:
        return "task"
    return "summary" if case.ruling.becomes == PlanState.ISSUED else "plan"


def _excluded(case: Case, settings: PanelSettings) -> list[int]:
    """Whoever puts the question, with all hands; and for a task whoever reported."""
    people = set(case.standing.hands)
    if case.life is Life.TASK:
        task = case.subject
        people |= {task.reported_by, task.reported_for} - {None}
        if settings.exclude_reporting_unit:
            people |= {s.person_id for s in seats(case.session, day_of(case.now)) if s.unit_id == task.lead_unit_id}
    return sorted(people)


def _posts(case: Case, role: Role, excluded: list[int]) -> list[int]:
    """List the posts that get a seat: as many as there are different people to answer, each person counted once."""
    sitting = seats(case.session, day_of(case.now))
    barred = {s.person_id for s in sitting if s.stands_in_for in excluded} | set(excluded)
    could: dict[int, list[int]] = {post: [] for post in posts_as(case.session, role)}
    for seat in sitting:
        if seat.post_id in could and seat.person_id not in barred:
            could[seat.post_id].append(seat.person_id)
    answers_for: dict[int, int] = {}
    return [post for post in could if _seated(post, could, answers_for, frozenset())]


def _seated(post: int, could: dict[int, list[int]], answers_for: dict[int, int], asked: frozenset[int]) -> bool:
    """Find somebody for a post who does not answer for another one yet, moving others over if need be."""
    for person in could[post]:
        if person in asked:
            continue
        asked |= {person}
        other = answers_for.get(person)
        if other is None or _seated(other, could, answers_for, asked):
            answers_for[person] = post
            return True
    return False


def _review(case: Case, settings: PanelSettings, needed: int, excluded: list[int]) -> Review:
    calendar = load_calendar(case.session)
    return Review(
        life=case.life,
        subject_id=case.subject.id,
        plan_id=case.subject.id if case.life is Life.PLAN else case.subject.plan_id,
        about=case.act.value,
        rule=settings.rule,
        needed=needed,
        round=getattr(case.subject, "returns", 0) + 1,
        excluded=excluded,
        asked_by=case.person_id,
        opened_at=case.now,
        due=end_of(calendar.add_workdays(day_of(case.now), settings.review_days)),
    )
