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

    People who reported or submitted are excluded; a post held only by them gets no seat.
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
            f"审核组凑不齐：需要 {needed} 人，回避后只剩 {len(posts)} 个{settings.role.zh}岗位有人。"
            "请先补齐岗位或调整督办规则。",
            f"The panel cannot be filled: it needs {needed}, and {len(posts)} {settings.role.en} posts remain.",
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
    people = set(case.standing.hands)
    if case.life is Life.TASK:
        task = case.subject
        people = {task.reported_by, task.reported_for} - {None}
        if settings.exclude_reporting_unit:
            people |= {s.person_id for s in seats(case.session, day_of(case.now)) if s.unit_id == task.lead_unit_id}
    return sorted(people)


def _posts(case: Case, role: Role, excluded: list[int]) -> list[int]:
    free = {s.post_id for s in seats(case.session, day_of(case.now)) if s.person_id not in set(excluded)}
    return [post for post in posts_as(case.session, role) if post in free]


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
