"""The state machine: every step is put to the model and to the application, and both have to say the same."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

from hypothesis import currently_in_test_context, note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from driving import book_of_reviews, chance, clockwork, days
from driving.application import CALLED, REGISTER, SEEN, Application, actor_of, doing, swept
from driving.book_of_plans import find, nominate, open_plan
from driving.book_of_tasks import request
from driving.laws import broken_laws, row_of
from driving.reference import Ask, No, World, step
from driving.town import CITY, DEMANDS, MUSEUM, PEOPLE, PLANS, POLICIES, POPULAR, POSTS, SINCE, START
from models.plan import Plan

BEGIN = {"open": open_plan, "request": request, "find": find, "nominate": nominate}
UNTIL = datetime(2027, 6, 1, tzinfo=START.tzinfo)
LENGTHS = (timedelta(minutes=5), timedelta(hours=5), *(timedelta(days=n) for n in (1, 1, 1, 2, 3, 5, 10, 31)))
LIAISONS = {MUSEUM: 4, POPULAR: 6, CITY: 14}
# fmt: off
ONWARD = (
    # life         while it is      act            by whom, or the unit whose liaison does it
    ("task",       "planned",       "assign",      1),
    ("task",       "declined",      "cancel",      1),
    ("extension",  "requested",     "grant",       1),
    ("extension",  "requested",     "refuse",      2),
    ("extension",  "requested",     "withdraw",    4),
    ("finding",    "found",         "assign",      11),
    ("finding",    "assigned",      "start_fix",   "unit_id"),
    ("finding",    "reopened",      "start_fix",   "unit_id"),
    ("finding",    "fixing",        "claim_fixed", "unit_id"),
    ("finding",    "claimed_fixed", "verify",      11),
    ("finding",    "claimed_fixed", "reopen",      11),
    ("finding",    "verified",      "reopen",      11),
    ("review",     "open",          "withdraw",    1),
)
# fmt: on
FIRST_PLAN = min(PLANS)
CHANCE = st.randoms(use_true_random=False)
tally: Counter[Any] = Counter()
"""Steps allowed and refused, and rows that fired, since the process began."""


def town() -> World:
    """Give the model of the town as the application's database holds it at the start."""
    w = World()
    for id_, (_, _, _, holders, deputies) in POSTS.items():
        for people, holds in ((holders, "holder"), (deputies, "deputy")):
            for person in people:
                w.add("holding", post=id_, person=person, holds=holds, since=SINCE, until=None)
    for id_, (ends_on, demands) in PLANS.items():
        plan = {
            "state": "drafted",
            "version": 1,
            "policy_id": 1,
            "summary": False,
            "summary_approved": False,
            "ends_on": ends_on,
            "events": {},
        }
        w.add("plan", next_at=None, **plan)
        for number in demands:
            w.add("requirement", plan_id=id_, confirmed=False, dropped=False, next_at=None, settled=DEMANDS[number])
    return w


class Driving(RuleBasedStateMachine):
    """The town, twice."""

    def __init__(self) -> None:
        super().__init__()
        self.w, self.app, self.now = town(), Application(), START
        self.ledger: list[tuple[Any, ...]] = []

    def teardown(self) -> None:
        try:
            broken = broken_laws(self.ledger)
            assert not broken, broken
        finally:
            self.app.close()

    # both do the same

    def both(self, a: Ask | None) -> bool:
        """Put one attempt to the model and to the application."""
        if a is None:
            return False
        tell(f"{self.now:%m-%d %H:%M} {a.who or a.house} {a.act} {a.life} {a.subject} {given_in(a)}")
        expected = self.model_does(a)
        attempt = doing(a.life, a.subject, a.act, given=a.given)(actor_of(a.who, a.house), a.now)
        tally["allowed" if expected else "refused"] += 1
        return self.compare(expected, self.app.tries(attempt))

    def model_does(self, a: Ask) -> bool:
        kept = self.w.kept()
        try:
            BEGIN.get(a.act, step)(self.w, a)
        except (No, days.OutsideCalendar):
            self.w.back_to(kept)
            return False
        return True

    def compare(self, expected: bool, found: bool) -> bool:
        moves = self.app.moves()
        assert (found, moves) == (expected, self.w.moves), (
            f"application {found} {moves}, model {expected} {self.w.moves}"
        )
        self.ledger += moves
        for move in moves:
            tally[row_of(move)] += 1
        self.same()
        self.w.moves = []
        return found

    def same(self) -> None:
        """Hold every table against the model."""
        for table, columns in SEEN.items():
            expected = [tuple(row.get(CALLED.get(c, c)) for c in columns) for row in self.w.all(table)]
            found = self.app.table(table)
            assert found == expected, (
                table,
                columns,
                [pair for pair in zip(found, expected, strict=False) if pair[0] != pair[1]],
                found[len(expected) :],
                expected[len(found) :],
            )

    # what happens

    @initialize(policies=st.tuples(*[st.sampled_from(sorted(POLICIES))] * 2), far=st.tuples(*[st.integers(0, 6)] * 2))
    def begin(self, policies: tuple[int, ...], far: tuple[int, ...]) -> None:
        """Take each plan some of the way, in so many strides."""
        strides = (self.submit, self.issue, self.accept, self.report, self.close, self.sum_up)
        for plan, policy, way in zip(PLANS, policies, far, strict=True):
            self.w.rows["plan"][plan]["policy_id"] = policy
            self.app.change(Plan, plan, policy_id=policy)
            for stride in strides[:way]:
                stride(plan)
                self.say_yes()
        if far[0] == far[1]:
            self.follow_a_problem()

    def follow_a_problem(self) -> None:
        """Take a problem all the way: found, handed over, fixed, left lying until the clock urges, verified, reopened."""
        said = {"text": "内容", "reason": "理由", "unit_id": MUSEUM}
        self.both(Ask("finding", FIRST_PLAN, "find", self.now, who=11, given=said))
        for act, who in (("assign", 11), ("start_fix", 4), ("claim_fixed", 4)):
            self.onward("finding", act, who)
        self.now += timedelta(days=7)
        self.sweep()
        for act in ("verify", "reopen"):
            self.onward("finding", act, 11)

    def onward(self, life: str, act: str, who: int) -> None:
        """Take the newest matter of a life a step on."""
        for row in self.w.all(life)[-1:]:
            self.both(Ask(life, row["id"], act, self.now, who=who, given={"text": "内容", "reason": "理由"}))

    def submit(self, plan: int) -> None:
        for demand in self.w.all("requirement", plan_id=plan):
            given = {"requirement_id": demand["id"], "settled": demand["settled"]}
            self.both(Ask("plan", plan, "confirm", self.now, who=1, given=given))
        self.both(Ask("plan", plan, "submit", self.now, who=1))

    def issue(self, plan: int) -> None:
        self.both(Ask("plan", plan, "issue", self.now, who=1))

    def accept(self, plan: int) -> None:
        self.leads(plan, "accept")

    def report(self, plan: int) -> None:
        given = {"text": "内容", "count": 2, "deliverable": "清单", "evidence_id": 1}
        for debt in self.w.all("contribution", owed="owed"):
            who = {POPULAR: 6, CITY: 14}[debt["unit_id"]]
            self.both(Ask("task", debt["task_id"], "contribute", self.now, who=who, given=given))
        for act in ("attach", "add_entry", "report"):
            self.leads(plan, act, **given)

    def close(self, plan: int) -> None:
        for task in self.w.all("task", plan_id=plan, state="reported"):
            self.both(Ask("task", task["id"], "pass_check", self.now, who=3))

    def sum_up(self, plan: int) -> None:
        self.both(Ask("plan", plan, "submit", self.now, who=1, given={"text": "总结"}))

    def leads(self, plan: int, act: str, **given: Any) -> None:
        """Let the lead of every task do something."""
        for task in self.w.all("task", plan_id=plan):
            who = whoever_leads(self.w, task, self.now)
            self.both(Ask("task", task["id"], act, self.now, who=who, given=given))

    def say_yes(self) -> None:
        """Let everybody say yes to everything that is open, for a while."""
        for review in self.w.all("review", state="open"):
            self.all_say(review, "yes")

    def all_say(self, review: dict[str, Any], verdict: str) -> None:
        for person in PEOPLE:
            given = {"verdict": verdict, "reason": "理由"}
            a = Ask("review", review["id"], "decide", self.now, who=person, given=given)
            if review["state"] == "open" and book_of_reviews.seats_of(self.w, review, a):
                self.both(a)

    def likely(self, life: str, chance_: Random) -> None:
        self.both(chance.likely(self.w, chance_, Ask(life, 0, "", self.now)))

    @rule(chance_=CHANCE)
    def somebody_acts_on_a_task(self, chance_: Random) -> None:
        self.likely("task", chance_)

    @rule(chance_=CHANCE)
    def somebody_acts_on_a_review(self, chance_: Random) -> None:
        self.likely("review", chance_)

    @rule(chance_=CHANCE)
    def somebody_acts_on_a_review_again(self, chance_: Random) -> None:
        self.likely("review", chance_)

    @rule(chance_=CHANCE)
    def somebody_acts_on_a_plan(self, chance_: Random) -> None:
        self.likely("plan", chance_)

    @rule(chance_=CHANCE, life=st.sampled_from(("extension", "supervision", "finding", "exemplar")))
    def somebody_acts_on_something_else(self, chance_: Random, life: str) -> None:
        self.likely(life, chance_)

    @rule(step_=st.sampled_from(ONWARD))
    def a_matter_goes_on(self, step_: tuple[str, str, str, Any]) -> None:
        """Take the first matter in a state one step on, by whoever usually does it."""
        life, state, act, who = step_
        for row in self.w.all(life, state=state)[:1]:
            person = who if isinstance(who, int) else LIAISONS.get(row[who], 4)
            self.both(Ask(life, row["id"], act, self.now, who=person, given={"text": "内容", "reason": "理由"}))

    @rule()
    def what_was_not_let_out_is_handed_out_again(self) -> None:
        """Say no to handing out the first task that waits for it; let the planner ask again, and say yes."""
        for task in self.w.all("task", state="planned")[:1]:
            for review in list(self.w.gates_on("task", task["id"])):
                self.all_say(review, "no")
            self.both(Ask("task", task["id"], "assign", self.now, who=1, given={"text": "内容", "reason": "理由"}))
            for review in list(self.w.gates_on("task", task["id"])):
                self.all_say(review, "yes")

    @rule()
    def time_is_asked_for(self) -> None:
        """Ask for a later deadline of the first task that has one and could still have it moved."""
        for task in self.w.all("task", state="in_progress"):
            if task["due"] and task["due"] >= self.now and not self.w.all("extension", task_id=task["id"]):
                wanted = days.worked_from(days.day(task["due"]) + timedelta(days=3))
                who = whoever_leads(self.w, task, self.now)
                given = {"due": wanted, "text": "内容", "reason": "理由"}
                self.both(Ask("task", task["id"], "request", self.now, who=who, given=given))
                return

    @rule(chance_=CHANCE)
    def something_begins(self, chance_: Random) -> None:
        self.both(chance.beginning(self.w, chance_, Ask("task", 0, "", self.now)))

    @rule(chance_=CHANCE)
    def anybody_tries_anything(self, chance_: Random) -> None:
        self.both(chance.anything(self.w, chance_, Ask("task", 0, "", self.now)))

    @rule(length=st.sampled_from(LENGTHS), twice=st.booleans())
    def time_passes(self, length: timedelta, twice: bool) -> None:
        self.now = min(self.now + length, UNTIL)
        tell(f"sweep at {self.now}")
        self.sweep()
        if twice:
            done = len(self.ledger)
            self.sweep()
            assert self.ledger[done:] == [], "a second sweep at the same moment has nothing to do"

    def sweep(self) -> None:
        tally["sweeps"] += 1
        clockwork.sweep(self.w, self.now)
        self.compare(True, self.app.tries(swept(self.now)))

    @rule(person=st.sampled_from(PEOPLE), length=st.integers(0, 12))
    def somebody_goes_away(self, person: int, length: int) -> None:
        since = days.day(self.now)
        until = since + timedelta(days=length)
        tell(f"{person} is away until {until}")
        self.w.sitting.clear()
        self.w.add("absence", person=person, since=since, until=until)
        self.app.write(REGISTER["absence"], person_id=person, since=since, until=until, why="")

    @rule(post=st.sampled_from(sorted(POSTS)), what=st.sampled_from(("role", "ends", "back")))
    def the_register_changes(self, post: int, what: str) -> None:
        tell(f"post {post}: {what}")
        self.w.sitting.clear()
        (
            self.role_is_taken_or_given_back
            if what == "role"
            else self.holding_ends
            if what == "ends"
            else self.holder_comes_back
        )(post)

    def role_is_taken_or_given_back(self, post: int) -> None:
        row, gives = self.w.rows["post"][post], POSTS[post][2]
        row["gives"] = () if row["gives"] else gives
        self.app.change(REGISTER["post"], post, roles=list(row["gives"]))

    def holding_ends(self, post: int) -> None:
        for held in self.w.all("holding", post=post, holds="holder", until=None)[:1]:
            held["until"] = days.day(self.now) - days.DAY
            self.app.change(REGISTER["holding"], held["id"], until=held["until"])

    def holder_comes_back(self, post: int) -> None:
        held = {h["person"] for h in self.w.all("holding", post=post, holds="holder", until=None)}
        for person in POSTS[post][3]:
            since = days.day(self.now)
            known = self.w.all("holding", post=post, person=person, holds="holder", since=since)
            if person not in held and not known:
                self.w.add("holding", post=post, person=person, holds="holder", since=since, until=None)
                self.app.write(REGISTER["holding"], post_id=post, person_id=person, kind="holder", since=since)


def whoever_leads(w: World, task: dict[str, Any], now: datetime) -> int:
    could = [
        p
        for p in PEOPLE
        if w.speaks(Ask("task", task["id"], "", now, who=p), "liaison", task["lead_unit_id"], task["subject_person_id"])
    ]
    return (could or [1])[0]


def tell(line: str) -> None:
    """Put a line into the story that Hypothesis tells of a difference."""
    if currently_in_test_context():
        note(line)


def given_in(a: Ask) -> dict[str, Any]:
    return {name: value for name, value in a.given.items() if value}
