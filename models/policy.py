"""The settings of a plan, versioned: thresholds, ladder, panels, caps. Bodies differ, so this is data."""

from collections.abc import Iterator
from typing import Any, Self

from pydantic import Field as Bounded
from pydantic import field_validator, model_validator

from models.errors import Sentence
from models.policy_parts import Frozen, RhythmSettings, ScoreSettings, WaitSettings, days
from models.words import Leaving, PanelRule, Role, SupervisionState

NOBODY = frozenset({Role.PANEL, Role.CLOCK, Role.SYSTEM, Role.ADVISER, Role.ASKER, Role.SUPPORTER})
"""Roles that no post gives: the house itself, and what somebody is only to one review or one task."""

RUNGS = tuple(SupervisionState)[1:-1]
"""The rungs of the ladder, lowest first; calm and settled are none."""

HOUR = r"^([01]\d|2[0-3]):[0-5]\d$"

UNIT_ALONE = RUNGS[:2]
"""Rungs that nobody hears of beside the unit."""

Place = tuple[str | int, ...]
"""The way to a part of a policy: names of settings and numbers of items."""


class Unfit(ValueError):
    """Parts of a policy that do not fit together; each with its place below the value that was looked at."""

    def __init__(self, *found: tuple[Place, Sentence]) -> None:
        self.found = found
        super().__init__("; ".join(said.en for _, said in found))


def _refuse(found: list[tuple[Place, Sentence]]) -> None:
    if found:
        raise Unfit(*found)


def _points(zh: str, en: str, *, default: int) -> Any:
    return Bounded(default, ge=0, le=100, title=zh, description=en)


class LampSettings(Frozen):
    """When a lamp turns; days are working days, points are percent of the plan's time."""

    blue_days_left: int = days(
        "距时限几个工作日起亮蓝灯", "working days left when it turns blue; -1: never", default=5, least=-1
    )
    yellow_days_left: int = days(
        "距时限几个工作日起亮黄灯", "working days left when it turns yellow; -1: never", default=2, least=-1
    )
    yellow_points_behind: int = _points(
        "进度落后几个百分点亮黄灯", "percent points behind when yellow; 100: never", default=10
    )
    red_points_behind: int = _points(
        "进度落后几个百分点亮红灯", "percent points behind when red; 100: never", default=30
    )
    yellow_after_returns: int = days("退回重办几次亮黄灯", "times returned when it turns yellow", default=1)
    red_after_returns: int = days("退回重办几次亮红灯", "times returned when it turns red", default=2)
    unstarted_days: int = days(
        "交办几天没有填报任何进展亮红灯（自然日；0：从不）",
        "days (not working days) after it was handed out without a word when it turns red; 0: never",
        default=0,
        least=0,
    )
    silent_days: int = days(
        "长期任务几天没有填报进展亮黄灯（自然日）",
        "a standing task without a report for so many days turns yellow (days, not working days)",
        default=45,
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        found: list[tuple[Place, Sentence]] = []
        if self.yellow_days_left > self.blue_days_left:
            said = Sentence(
                "亮黄灯的天数不能多于亮蓝灯的天数：先亮蓝灯",
                "yellow_days_left may not be more than blue_days_left: blue comes first",
            )
            found.append((("yellow_days_left",), said))
        if self.yellow_points_behind > self.red_points_behind:
            said = Sentence(
                "亮黄灯的落后点数不能多于亮红灯的点数：先亮黄灯",
                "yellow_points_behind may not be more than red_points_behind: yellow comes first",
            )
            found.append((("yellow_points_behind",), said))
        if self.yellow_after_returns > self.red_after_returns:
            said = Sentence(
                "亮黄灯的退回次数不能多于亮红灯的次数：先亮黄灯",
                "yellow_after_returns may not be more than red_after_returns: yellow comes first",
            )
            found.append((("yellow_after_returns",), said))
        _refuse(found)
        return self


class Rung(Frozen):
    """One rung of the ladder.

    `days_after_due` counts working days from the deadline (negative: before it).
    `reply_days`: working days the rung before must have stayed unanswered. `posts`: who hears of it beside the unit.
    """

    to: SupervisionState = Bounded(title="督办到哪一级", description="the rung climbed to")
    days_after_due: int = Bounded(
        title="时限后几个工作日（负数：时限前）", description="working days after the deadline; negative: before it"
    )
    reply_days: int = days(
        "上一级发出后几个工作日未答复", "working days the rung before has stayed unanswered", default=0, least=0
    )
    called: str = Bounded(
        "",
        max_length=20,
        title="本单位怎么叫这一级；空着就用通用的叫法",
        description="what the body calls this rung; empty: as everywhere",
    )
    posts: tuple[str, ...] = Bounded(
        (),
        title="书面督办及以上，除承办单位外告知哪些岗位（编码；空：领导）",
        description="codes of the posts that hear of this rung beside the unit, from an order up; empty: the leaders",
    )

    @property
    def zh(self) -> str:
        return self.called or self.to.zh


# fmt: off
DEFAULT_LADDER = (
    #    rung                          days after due   unanswered for
    Rung(to=SupervisionState.REMINDED,   days_after_due=-5, reply_days=0),
    Rung(to=SupervisionState.URGED,      days_after_due=-2, reply_days=2),
    Rung(to=SupervisionState.ORDERED,    days_after_due=1,  reply_days=2),
    Rung(to=SupervisionState.SUMMONED,   days_after_due=5,  reply_days=3),
    Rung(to=SupervisionState.CIRCULATED, days_after_due=10, reply_days=4),
)
# fmt: on


class SeatSettings(Frozen):
    """One seat of a panel: the code of a post, what its answer weighs, and whether its no decides alone (一票否决)."""

    post: str = Bounded(min_length=1, title="岗位编码（同名册）", description="code of the post, as in the register")
    weight: int = Bounded(1, ge=1, le=1000, title="票的权重", description="what its answer weighs")
    veto: bool = Bounded(False, title="一票否决", description="its no decides alone")


class PanelSettings(Frozen):
    """Who must say yes, and within how many working days before it escalates.

    Without `seats` every post that gives `role` has a seat that weighs 1; with them only those posts, in their order.
    `needed`: yes answers of a quorum. `percent`: share of the weights a vote by weight takes, 1 to 100.
    `escalates_to`: the code of the post that hears of an answer that is late; empty: the leaders.
    """

    rule: PanelRule = Bounded(PanelRule.ANY, title="怎样算通过", description="how the answers decide")
    needed: int = Bounded(1, ge=1, title="票签要几票同意", description="yes answers that a quorum takes")
    percent: int = Bounded(
        60,
        ge=1,
        le=100,
        title="加权票签要百分之几的权重同意",
        description="percent of the weights a vote by weight takes",
    )
    role: Role = Bounded(
        Role.REVIEWER,
        title="哪种角色的岗位参加（不写席位时）",
        description="every post with this role sits, without seats",
    )
    seats: tuple[SeatSettings, ...] = Bounded(
        (), title="席位，按签字先后", description="only these posts, in signing order; empty: every post with the role"
    )
    review_days: int = days("几个工作日内答复", "working days before it escalates", default=3)
    exclude_reporting_unit: bool = Bounded(
        False, title="报告单位的人回避", description="nobody of the unit that reports may answer"
    )
    escalates_to: str = Bounded(
        "",
        title="超时报告哪个岗位（编码；空：领导）",
        description="code of the post told when it is late; empty: the leaders",
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        found: list[tuple[Place, Sentence]] = []
        if self.role in NOBODY:
            said = Sentence(
                f"没有岗位会给出“{self.role.zh}”这个角色，审核组里不会有人",
                f"{self.role.value} is no role that people on a panel can have",
            )
            found.append((("role",), said))
        posts = [seat.post for seat in self.seats]
        for place, post in enumerate(posts):
            if post in posts[:place]:
                said = Sentence(f"岗位 {post} 已有一个席位", "a post has at most one seat on a panel")
                found.append((("seats", place, "post"), said))
        if self.seats and self.rule is PanelRule.QUORUM and self.needed > len(posts):
            said = Sentence(
                f"要 {self.needed} 票同意，而审核组只有 {len(posts)} 个席位，永远通过不了",
                f"needed is {self.needed}, and the panel has only {len(posts)} seats",
            )
            found.append((("needed",), said))
        _refuse(found)
        return self


# fmt: off
DEFAULT_PANELS = {
    # panel      who must say yes
    "plan":    PanelSettings(rule=PanelRule.QUORUM, needed=2),
    "task":    PanelSettings(rule=PanelRule.ANY),
    "summary": PanelSettings(rule=PanelRule.ANY, role=Role.LEADER),
    "policy":  PanelSettings(rule=PanelRule.ANY, role=Role.LEADER),
}
"""The panels that every policy has: for a plan, a task's report, a plan's summary, a change of the policy."""
# fmt: on


class PolicySettings(Frozen):
    """One version of a body's settings. What is left out takes the value given here.

    `panels`: by name; `gates`: which panel stands before which act, as in `task.assign: assignment`.
    """

    lamps: LampSettings = Bounded(LampSettings(), title="亮灯", description="when a lamp turns")
    ladder: tuple[Rung, ...] = Bounded(
        DEFAULT_LADDER, title="督办层级，由低到高", description="the rungs of the ladder, lowest first"
    )
    panels: dict[str, PanelSettings] = Bounded(
        default_factory=lambda: dict(DEFAULT_PANELS), title="审核组，按名称", description="the panels, by name"
    )
    gates: dict[str, str] = Bounded(
        default_factory=dict, title="哪件事先过哪个审核组", description="life.act: name of the panel before it"
    )
    waits: WaitSettings = Bounded(
        WaitSettings(), title="几个工作日没人办就催", description="working days before the clock urges"
    )
    scores: ScoreSettings = Bounded(
        ScoreSettings(), title="通报计分", description="what units get and lose in a circular"
    )
    reports: RhythmSettings = Bounded(
        RhythmSettings(), title="定期报告", description="when reports are made by themselves"
    )
    extensions_at_most: int = Bounded(
        2, ge=0, title="一项任务最多延期几次", description="extensions of one task at most"
    )
    clock_stops_with_others: bool = Bounded(
        False,
        title="报告后由他人办理期间停止计时（退回时顺延）",
        description="a report sent back moves the deadline by the working days others had it",
    )
    joiners_get_open_demands: bool = Bounded(
        True,
        title="中途加入类别的单位也办还没到期的一次性任务（周期任务都从下一期起）",
        description="a unit that joins a class later also gets what is asked once and is not over yet; "
        "of what recurs it gets the next period",
    )
    leavers: Leaving = Bounded(
        Leaving.KEEP,
        title="退出类别的单位还没报告的任务怎么办",
        description="what becomes of tasks not reported yet, of a unit that has left the class they were given to: "
        "kept by default, for a class may be left out of a register by mistake and what is ended does not come back; "
        "without a unit above it, what is to be handed on ends",
    )
    reminders_a_day: int = Bounded(
        5,
        ge=1,
        le=100,
        title="每人每天最多单独发几条提醒（其余合成一条；请审核的和书面督办以上的先发）",
        description="reminders a person gets one by one on a day, at most; the others of the day go together in one; "
        "what asks a reviewer, and orders in writing and higher, come first and do not wait for the next day",
    )
    work_starts: str = Bounded(
        "08:30",
        pattern=HOUR,
        title="几点发提醒（北京时间）",
        description="hour of reminders, Asia/Shanghai",
    )
    work_ends: str = Bounded(
        "18:00",
        pattern=HOUR,
        title="几点以后不再催人（北京时间；不晚于发提醒的时间：晚上也催）",
        description="hour from which nobody is urged, Asia/Shanghai; not later than work_starts: evenings do not count",
    )

    @field_validator("panels")
    @classmethod
    def _with_defaults(cls, panels: dict[str, PanelSettings]) -> dict[str, PanelSettings]:
        return DEFAULT_PANELS | panels

    @model_validator(mode="after")
    def _fits(self) -> Self:
        found: list[tuple[Place, Sentence]] = []
        for act, panel in self.gates.items():
            if panel not in self.panels:
                said = Sentence(
                    f"没有叫“{panel}”的审核组；现有：{'、'.join(self.panels)}",
                    f"the gate {act} names the panel {panel}, which is not among the panels",
                )
                found.append((("gates", act), said))
        if self.reports.review and self.reports.review not in self.panels:
            said = Sentence(
                f"没有叫“{self.reports.review}”的审核组；现有：{'、'.join(self.panels)}",
                f"reports are put to the panel {self.reports.review}, which is not among the panels",
            )
            found.append((("reports", "review"), said))
        _refuse(found + list(_ladder_faults(self.ladder)))
        return self


def _ladder_faults(ladder: tuple[Rung, ...]) -> Iterator[tuple[Place, Sentence]]:
    """List the rungs that are none, that do not go up, that come before a lower one, or tell posts too early."""
    below: Rung | None = None
    for place, rung in enumerate(ladder):
        if rung.to not in RUNGS:
            said = Sentence(f"“{rung.to.zh}”不是督办层级里的一级", "calm and settled are no rungs of the ladder")
            yield ("ladder", place, "to"), said
            continue
        if below and RUNGS.index(rung.to) <= RUNGS.index(below.to):
            said = Sentence(
                f"“{rung.to.zh}”不高于前一级“{below.to.zh}”；层级由低到高，每级一次",
                "the rungs of the ladder go up, each once",
            )
            yield ("ladder", place, "to"), said
        elif below and rung.days_after_due < below.days_after_due:
            said = Sentence(
                f"“{rung.to.zh}”不能早于低一级的“{below.to.zh}”",
                "a higher rung of the ladder cannot come before a lower one",
            )
            yield ("ladder", place, "days_after_due"), said
        if rung.posts and rung.to in UNIT_ALONE:
            said = Sentence(
                f"“{rung.to.zh}”只告知承办单位，不写岗位；岗位从“{SupervisionState.ORDERED.zh}”起告知",
                "reminders and urgings go to the unit alone; posts are told from an order up",
            )
            yield ("ladder", place, "posts"), said
        below = rung
