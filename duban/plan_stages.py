"""The stages of plans that a panel decides on, as an operator reads them: which are open, and how each stands."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from duban import clock
from duban.database import reading
from duban.panel_shown import SeatShown, panel_shown
from duban.settings import settings
from models.errors import NotFound
from models.plan import Plan
from models.question import Review
from models.values import Value
from models.words import Act, Life, ReviewState
from workflows.moments import shown


class Stage(Value):
    """One question to a panel about a stage of a plan. `open`: the panel has not decided yet."""

    review_id: int
    plan_id: int
    number: str
    about: str
    state: ReviewState
    page: str

    @property
    def open(self) -> bool:
        return self.state is ReviewState.OPEN


def open_stages() -> list[int]:
    """List the reviews of plans that are open, the oldest first."""
    wanted = select(Review.id).where(Review.life == Life.PLAN, Review.state == ReviewState.OPEN)
    with reading() as session:
        return [id_ or 0 for id_ in session.exec(wanted.order_by(col(Review.id))).all()]


def stage_of(review_id: int, *, now: datetime | None = None) -> Stage:
    """Tell how a stage stands.

    Raises:
        NotFound: there is no such review of a plan.
    """
    with reading() as session:
        review = session.get(Review, review_id)
        if review is None or review.life is not Life.PLAN:
            raise NotFound(f"没有编号为 {review_id} 的方案审核。", f"There is no review {review_id} of a plan.")
        plan = session.get_one(Plan, review.subject_id)
        return Stage(
            review_id=review_id,
            plan_id=plan.id or 0,
            number=plan.number,
            about=Act(review.about).zh,
            state=review.state,
            page="\n".join(_page(session, plan, review, now=now or clock.now())),
        )


def _page(session: Session, plan: Plan, review: Review, *, now: datetime) -> Iterator[str]:
    panel = panel_shown(session, review, now=now)
    yield f"## {plan.plan_title or plan.title}：{Act(review.about).zh}"
    yield ""
    due = f"，答复时限 {shown(review.due)}" if review.due and review.state is ReviewState.OPEN else ""
    yield f"{plan.number}　{panel.rule}。现为“**{review.state.zh}**”{due}。"
    if review.hindered:
        yield f"\n审核已通过，但没有办成：{review.hindered}"
    yield ""
    yield "| 席位 | 现任 | 意见 | 说明 |"
    yield "|---|---|---|---|"
    for seat in panel.seats:
        if not seat.signer.dropped:
            yield f"| {seat.called} | {'、'.join(seat.holders) or '空缺'} | {_answer(seat)} | {_said(seat)} |"
    yield ""
    yield f"[在收件箱表态]({settings().inbox_url}/reviews/{review.id})　[方案]({settings().inbox_url}/plans/{plan.id})"
    if review.state is ReviewState.OPEN:
        yield "\n审核在收件箱里进行。在这里点 Resume 不算表态：没有结论就继续等。"


def _answer(seat: SeatShown) -> str:
    if seat.answer is not None:
        return f"{seat.answer.verdict.zh}（{seat.answer.by}，{shown(seat.answer.at)}）"
    return "等待表态" if seat.waits else "未轮到"


def _said(seat: SeatShown) -> str:
    words = [seat.answer.reason] if seat.answer and seat.answer.reason else []
    words += [seat.came] if seat.came else []
    return "；".join(words).replace("|", "｜").replace("\n", " ")
