"""What the parts of a report are written from: the counts and lists of a plan, its facts, and the steps behind them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar, cast

from sqlmodel import Session

from duban.reports import sourcing
from duban.reports.covering import Around, Covering, covering_in, covering_of
from duban.reports.digest import Digest, digest_of
from duban.reports.digesting import digest_in
from duban.reports.facts import ClimbFact, Facts, Frame, OwedFact, TaskFact
from duban.reports.figures import Figures, figures_of
from duban.reports.gathering import climbs_of, facts_of, facts_of_tasks, frame_of, moved_since, only, owed_of
from duban.reports.naming import each_line
from duban.reports.source_facts import AppealFact, FindingFact, HolderFact, InspectionFact, StepFact
from duban.reports.sourcing import Wanted
from duban.reports.sourcing_appeals import appeals_of, last_circular
from duban.reports.spans import since_of
from duban.reports.summary import summary_of
from duban.reports.values import Lamps, Summary, TaskLine
from duban.rolled_up import Below
from models.words import Act, FindingState, Life
from workflows.moments import day_of

T = TypeVar("T")
WHOLE = Wanted()
"""A report on everything until its moment."""


class Source:
    """Everything one report is written from, as the plan stood at `now`; read once, when a part asks for it first.

    So a report costs what its parts show. While nothing has happened after `now`, the database counts what only needs
    counts; an earlier moment is rewound task by task. All of it is of one transaction, open while parts are made.

    `about`: a task, or a measure by its place (2.1).
    """

    def __init__(self, session: Session, plan_id: int, *, now: datetime, wanted: Wanted = WHOLE) -> None:
        self.session, self.plan_id, self.now, self.about = session, plan_id, now, wanted.about
        self.frame: Frame = frame_of(session, plan_id, now=now)
        self.until = day_of(now)
        last = sourcing.since_the_last(self.frame, wanted.rhythm, self.until)
        self.since: date | None = last or since_of(wanted.span, self.until)
        self.past = moved_since(session, plan_id, now)
        self._kept: dict[Callable[[Source], object], object] = {}

    @cached_property
    def facts(self) -> Facts:
        """Task by task."""
        return facts_of(self.session, self.plan_id, now=self.now)

    @cached_property
    def summary(self) -> Summary:
        """The line of every task."""
        return summary_of(self.facts)

    @cached_property
    def figures(self) -> Figures:
        return figures_of(self.session, self.plan_id, now=self.now)

    @cached_property
    def digest(self) -> Digest:
        """The counts, and the first of each list."""
        if self.past:
            return digest_of(self.summary, self.in_period)
        return digest_in(self.session, self.plan_id, self.frame, self.figures, since=self.since, within=self.in_period)

    @cached_property
    def covering(self) -> Covering:
        """Units against demands, units against stages."""
        open_ = (f.task_id for f in self.findings if f.state is not FindingState.VERIFIED)
        troubled = {task for task in open_ if task is not None}
        if self.past or self.children:
            around = Around(self.ids, troubled, self.below)
            return covering_of(self.facts, self.summary, self.steps(), around=around)
        return covering_in(self.session, self.plan_id, self.figures, troubled=troubled)

    def kept(self, made: Callable[["Source"], T]) -> T:
        """Give what several parts are written from; it is made when the first of them asks."""
        if made not in self._kept:
            self._kept[made] = made(self)
        return cast("T", self._kept[made])

    def lines(self, ids: Collection[int] | None = None) -> Iterator[tuple[TaskFact, TaskLine]]:
        """Give every task with its line, or some by number, in the order they were opened; none is kept."""
        if self.past:
            every = zip(self.facts.tasks, self.summary.tasks, strict=True)
            return (one for one in every if ids is None or one[0].id in ids)
        wanted = sourcing.task_ids(self.session, self.plan_id) if ids is None else sorted(ids)
        return each_line(self.session, self.plan_id, self.frame, wanted)

    def closely(self, ids: Collection[int]) -> Facts:
        """Give all that is known about some tasks."""
        if self.past:
            return only(self.facts, ids)
        return facts_of_tasks(self.session, self.plan_id, self.frame, ids, closely=True)

    @cached_property
    def climbs(self) -> tuple[ClimbFact, ...]:
        """Every rung that was reached."""
        return self.facts.climbs if self.past else climbs_of(self.session, self.plan_id)

    @cached_property
    def owed(self) -> tuple[OwedFact, ...]:
        """What supporting units owe or have filed."""
        return self.facts.owed if self.past else owed_of(self.session, self.plan_id)

    def steps(self, *lives: Life, acts: Collection[Act] = ()) -> Iterator[StepFact]:
        """Read the steps of anything in the plan, or of some lives, by some acts, in the order they were made."""
        return sourcing.steps_of(self.session, self.plan_id, self.now, lives=lives, acts=acts)

    @cached_property
    def around(self) -> tuple[StepFact, ...]:
        """The steps of what is not a task and does not hang on one."""
        return tuple(self.steps(*sourcing.AROUND))

    @cached_property
    def times(self) -> Mapping[tuple[Life, Act], int]:
        """How often each act was done in the period."""
        return sourcing.times_of(self.session, self.plan_id, self.now, since=self.since)

    @cached_property
    def done(self) -> tuple[Counter[int], Counter[int]]:
        """By person, the steps made in the period, and the answers given."""
        return sourcing.did_and_decided(self.session, self.plan_id, self.now, since=self.since)

    @cached_property
    def findings(self) -> tuple[FindingFact, ...]:
        return sourcing.findings_of(self.session, self.plan_id, self.around)

    @cached_property
    def inspections(self) -> tuple[InspectionFact, ...]:
        return sourcing.inspections_of(self.session, self.plan_id, self.around)

    @cached_property
    def appeals(self) -> tuple[AppealFact, ...]:
        return appeals_of(self.session, self.plan_id, self.around)

    @cached_property
    def last_circular(self) -> datetime | None:
        """As of when the latest one that is out had been made."""
        return last_circular(self.session, self.plan_id, self.around, self.now)

    @cached_property
    def holders(self) -> tuple[HolderFact, ...]:
        return sourcing.holders_on(self.session, self.until)

    @cached_property
    def people(self) -> Mapping[int, str]:
        return sourcing.people(self.session)

    @cached_property
    def wanted(self) -> Mapping[int, tuple[int, ...]]:
        """By requirement, the units that have to do it, by the register."""
        return sourcing.wanted_of(self.session, self.plan_id, self.frame, self._members)

    @cached_property
    def addressed(self) -> Mapping[int, str]:
        """The units the notice is sent to, by full name."""
        return sourcing.addressed_by(self.session, self.plan_id, self.frame, self._members)

    @cached_property
    def _members(self) -> Mapping[str, tuple[int, ...]]:
        return sourcing.members_on(self.session, self.until)

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """Every unit by its full name."""
        return sourcing.units_by_name(self.session)

    @cached_property
    def children(self) -> tuple[Summary, ...]:
        """The plans below."""
        return sourcing.children_of(self.session, self.plan_id, self.now)

    @cached_property
    def below(self) -> Mapping[int, Below]:
        """By task, what the unit's own plan has made of it."""
        return sourcing.below_of(self.session, self.facts, self.children) if self.children else {}

    @cached_property
    def filed(self) -> Mapping[str, date]:
        """By number of a plan below, when it was filed."""
        return sourcing.filed_below(self.session, self.plan_id, self.now)

    @cached_property
    def history(self) -> tuple[tuple[date, Lamps], ...]:
        """Lamps at moments, oldest first."""
        now = self.digest.totals.tally.lamps
        return sourcing.history_of(self.session, self.plan_id, self.around, now=(self.now, now))

    def in_period(self, day: date | None) -> bool:
        """Say whether a day lies in the period; every day until now does when there is none."""
        return day is not None and (self.since is None or self.since <= day) and day <= self.until

    def steps_of(self, life: Life, *acts: Act) -> tuple[StepFact, ...]:
        """The steps of a life, by some acts, in the period."""
        steps = self.around if life in sourcing.AROUND else self.steps(life, acts=acts)
        return tuple(s for s in steps if s.life is life and s.act in acts and self.in_period(s.day))

    def unit(self, unit_id: int | None) -> str:
        return self.frame.units.get(unit_id or 0, "（未定单位）")
