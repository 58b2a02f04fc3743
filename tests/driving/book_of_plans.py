"""The reference rules of plans and of how tasks come about, and of what is found along the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from driving import days
from driving.book_of_tasks import Going, last_review, no_reviews, said, void_summary
from driving.reference import Ask, Row, World, follow, in_role, need, open_review, rule, step, write
from driving.town import CLASSES, POLICIES, UNITS

BEFORE_CONCLUDED = ("drafted", "in_review", "approved", "issued")


def kept(w: World, plan: Row) -> list[Row]:
    return [demand for demand in w.all("requirement", plan_id=plan["id"]) if not demand["dropped"]]


def all_confirmed(w: World, plan: Row) -> None:
    need(kept(w, plan), all(demand["confirmed"] for demand in kept(w, plan)))


def all_ended(w: World, plan: Row) -> None:
    need(all(task["state"] in ("closed", "cancelled") for task in w.all("task", plan_id=plan["id"])))


def named(w: World, plan: Row, a: Ask) -> Row:
    demand = w.rows["requirement"].get(a["requirement_id"])
    need(demand is not None and demand["plan_id"] == plan["id"])
    return demand


def who_settled(w: World, s: Row, today: date) -> bool:
    if not {*s["supporting"], s["lead"]} - {None} <= set(UNITS):
        return False
    if s["to"] == "unit":
        return bool(CLASSES.get(s["unit_class"]))
    if s["to"] == "person":
        return s["role"] is not None and any(s["role"] in chair.gives for chair in w.chairs(today))
    return s["lead"] is not None and (s["to"] == "whole" or bool(s["names"]))


def when_settled(s: Row) -> bool:
    in_time = s["due"] is None or date(2026, 3, 1) <= s["due"] <= date(days.LAST_YEAR, 12, 31)
    enough = {
        "fixed": s["due"],
        "monthly": s["rhythm_day"],
        "quarterly": s["rhythm_day"],
        "event": s["event"],
        "standing": True,
    }
    return in_time and bool(enough.get(s["when"]))


def open_plan(w: World, a: Ask) -> Row:
    """Begin a plan that asks for nothing yet."""
    in_role(w, a, "planner")
    hands = w.through(a, lambda chair: "planner" in chair.gives)
    row = w.add("plan", state="new", version=0, policy_id=1, summary=False, summary_approved=False, next_at=None)
    row |= {"ends_on": a.today, "events": {}}
    write(w, row, a, role="planner", becomes="drafted", hands=hands)
    return row


@rule("plan", "confirm", "drafted")
def confirm(w: World, p: Row, a: Ask) -> Going:
    demand, settled = named(w, p, a), a["settled"]
    need(settled and who_settled(w, settled, a.today), settled and when_settled(settled))
    yield in_role(w, a, "planner"), "drafted"
    demand.update(confirmed=True, dropped=False, settled=settled)


@rule("plan", "drop", "drafted", "issued")
def drop(w: World, p: Row, a: Ask) -> Going:
    """Of an issued plan the tasks that it has become end with it."""
    demand = named(w, p, a)
    need(a.why)
    yield in_role(w, a, "planner"), p["state"]
    demand.update(confirmed=False, dropped=True)
    for task in open_of(w, demand) if p["state"] == "issued" else ():
        follow(w, a, to=("task", task["id"], "cancel"), reason="x")


def open_of(w: World, demand: Row) -> list[Row]:
    return [t for t in w.all("task", requirement_id=demand["id"]) if t["state"] not in ("closed", "cancelled")]


@rule("plan", "add", "drafted", "issued")
def add(w: World, p: Row, a: Ask) -> Going:
    """A person adds a demand in their own words; in an issued plan with a reason, and it becomes tasks at once."""
    settled = a["settled"]
    need(a.said, settled and who_settled(w, settled, a.today), settled and when_settled(settled))
    need(a.why or p["state"] == "drafted")
    yield in_role(w, a, "planner"), p["state"]
    demand = w.add("requirement", plan_id=p["id"], confirmed=True, dropped=False, settled=settled, next_at=None)
    if p["state"] == "issued":
        open_tasks(w, p, demand, replace(a, house="system", behind=frozenset(w.hands(a))))


@rule("plan", "amend", "issued")
def amend(w: World, p: Row, a: Ask) -> Going:
    """What is settled anew is done to the open tasks: another lead, more support, another date."""
    demand, settled = named(w, p, a), a["settled"]
    need(settled and who_settled(w, settled, a.today), settled and when_settled(settled), a.why)
    before = demand["settled"]["lead"]
    yield in_role(w, a, "planner"), "issued"
    demand.update(confirmed=True, dropped=False, settled=settled)
    for task in open_of(w, demand):
        new, handed_out = settled["lead"], task["state"] in ("assigned", "declined", "in_progress")
        whole = task["to"] not in ("unit", "person")
        if handed_out and whole and new is not None and task["lead_unit_id"] == before != new:
            follow(w, a, to=("task", task["id"], "reassign"), unit_id=new, reason="x")
        there = {debt["unit_id"] for debt in w.all("contribution", task_id=task["id"])}
        for unit in settled["supporting"]:
            if unit not in there and unit != task["lead_unit_id"]:
                w.add("contribution", task_id=task["id"], unit_id=unit, owed="owed")
                there.add(unit)
        dated = settled["when"] == "fixed" and not task["period"]
        if dated and task["due"] != days.last_second(settled["due"]):
            follow(w, a, to=("task", task["id"], "recount"), due=settled["due"], reason="x")
            task["tied_to"] = None


@rule("plan", "submit", "drafted", "issued")
def submit(w: World, p: Row, a: Ask) -> Going:
    role = in_role(w, a, "planner")
    if p["state"] == "drafted":
        all_confirmed(w, p)
        yield role, "in_review"
        open_review(w, p, a, panel="plan")
    else:
        all_ended(w, p)
        review = last_review(w, "plan", p["id"])
        need(a.said, review is None or review["state"] != "open")
        yield role, "issued"
        p.update(summary=True, summary_approved=False)
        open_review(w, p, a, panel="summary")


@rule("plan", "approve", "in_review", "issued")
def approve(w: World, p: Row, a: Ask) -> Going:
    role = in_role(w, a, "panel")
    said(w, "plan", p, "approved")
    need(p["state"] == "in_review" or p["summary"])
    yield role, "approved" if p["state"] == "in_review" else "issued"
    p["summary_approved"] = p["state"] == "issued"


@rule("plan", "send_back", "in_review", "issued")
def send_back(w: World, p: Row, a: Ask) -> Going:
    role = in_role(w, a, "panel")
    said(w, "plan", p, "returned")
    need(a.why)
    yield role, "drafted" if p["state"] == "in_review" else "issued"


@rule("plan", "take_back", "in_review", "issued", "approved")
def take_back(w: World, p: Row, a: Ask) -> Going:
    if p["state"] == "approved":
        need(a.why)
        yield in_role(w, a, "planner"), "drafted"
    else:
        role = in_role(w, a, "panel")
        said(w, "plan", p, "withdrawn")
        yield role, "drafted" if p["state"] == "in_review" else "issued"


@rule("plan", "issue", "approved")
def issue(w: World, p: Row, a: Ask) -> Going:
    all_confirmed(w, p)
    yield in_role(w, a, "planner"), "issued"
    for demand in kept(w, p):
        open_tasks(w, p, demand, replace(a, house="system", behind=frozenset(w.hands(a))))


@rule("plan", "conclude", "issued")
def conclude(w: World, p: Row, a: Ask) -> Going:
    all_ended(w, p)
    need(p["summary_approved"])
    yield in_role(w, a, "planner"), "concluded"


@rule("plan", "urge", "issued")
def chase(w: World, p: Row, a: Ask) -> Going:
    """Before a report is put together the house asks those that owe theirs, and nothing else changes."""
    need(a.why)
    yield in_role(w, a, "system"), "issued"


@rule("plan", "archive", "concluded")
def archive(w: World, p: Row, a: Ask) -> Going:
    yield in_role(w, a, "planner"), "archived"


@rule("plan", "withdraw", *BEFORE_CONCLUDED)
def withdraw(w: World, p: Row, a: Ask) -> Going:
    need(a.why)
    yield in_role(w, a, "planner"), "withdrawn"
    no_reviews(w, "plan", p, a)
    for task in w.all("task", plan_id=p["id"]):
        if task["state"] not in ("closed", "cancelled"):
            follow(w, a, to=("task", task["id"], "cancel"), reason="x")


@rule("plan", "set_policy", *BEFORE_CONCLUDED)
def set_policy(w: World, p: Row, a: Ask) -> Going:
    from driving import clockwork

    need(a.why, a["policy_id"] in POLICIES, a["policy_id"] != p["policy_id"])
    yield in_role(w, a, "planner"), p["state"]
    p["policy_id"] = a["policy_id"]
    clockwork.wind_all(w, p, a)


@rule("plan", "set_event", *BEFORE_CONCLUDED)
def set_event(w: World, p: Row, a: Ask) -> Going:
    """The date of an event is set; what is tied to it is due on that day, or today when that has gone by."""
    settled = [demand["settled"] for demand in kept(w, p) if demand["confirmed"]]
    tied = {said["event"] for said in settled if said["when"] == "event"}
    known = date(days.FIRST_YEAR, 1, 1) <= (a["due"] or a.today) <= date(days.LAST_YEAR, 12, 31)
    need(a["text"] in tied, a["due"], known, a["due"] != p["events"].get(a["text"]), a.why)
    yield in_role(w, a, "planner"), p["state"]
    p["events"] = p["events"] | {a["text"]: a["due"]}
    for task in w.all("task", plan_id=p["id"], tied_to=a["text"]):
        if task["state"] not in ("closed", "cancelled"):
            follow(w, a, to=("task", task["id"], "recount"), due=max(a["due"], a.today), reason="x")


# tasks come about


def open_tasks(w: World, plan: Row, demand: Row, a: Ask) -> int:
    """Open what is not there yet of one demand for the period of today, and hand it out; say how much."""
    s, span = demand["settled"], period(demand["settled"], a.today)
    subjects = list(reached(w, s, a.today))
    need(subjects)
    opened = sum(open_task(w, demand, a, one=(*subject, span)) for subject in subjects)
    demand["next_at"] = None
    if span:
        follows = next_month(span[1], 3 if s["when"] == "quarterly" else 1)
        if follows <= plan["ends_on"]:
            demand["next_at"] = days.morning(follows, w.policy(plan, "plan")["work_starts"])
    return opened


def next_month(first: date, months: int) -> date:
    return date(first.year + (first.month + months - 1) // 12, (first.month + months - 1) % 12 + 1, 1)


def period(s: Row, today: date) -> tuple[str, date, date] | None:
    """Name the period of a rhythm that today lies in, with its first day and the day its report is due."""
    if s["when"] not in ("monthly", "quarterly"):
        return None
    months = 3 if s["when"] == "quarterly" else 1
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    while True:
        end = next_month(first, months) - days.DAY
        due = end.replace(day=min(s["rhythm_day"], end.day))
        if due >= today:
            return f"{first.year}-{first.month}-{months}", first, due
        first = next_month(first, months)


def reached(w: World, s: Row, today: date) -> Iterator[tuple[Any, ...]]:
    """List whom a demand becomes a task for: a name, the lead unit, the person it binds."""
    if s["to"] == "whole":
        yield "", s["lead"], None
    elif s["to"] == "unit":
        yield from ((unit, unit, None) for unit in CLASSES[s["unit_class"]])
    elif s["to"] == "person":
        people = {c.who: c.unit for c in w.chairs(today) if s["role"] in c.gives}
        yield from ((who, unit, who) for who, unit in people.items())
    else:
        yield from ((name, s["lead"], None) for name in s["names"])


def open_task(w: World, demand: Row, a: Ask, *, one: tuple[Any, ...]) -> int:
    name, lead, person, span = one
    s, when = demand["settled"], span[0] if span else ""
    if w.all("task", requirement_id=demand["id"], to=s["to"], name=name, period=when):
        return 0
    due = s["due"] if s["when"] == "fixed" else span[2] if span else None
    dated = w.rows["plan"][demand["plan_id"]]["events"].get(s["event"]) if s["when"] == "event" else None
    due = max(dated, a.today) if dated else due
    task = w.add("task", state="new", plan_id=demand["plan_id"], requirement_id=demand["id"], to=s["to"], name=name)
    task |= {"period": when, "lead_unit_id": lead, "subject_person_id": person, "deliverables": s["deliverables"]}
    task |= {
        "quantity_wanted": s["quantity"],
        "quantity_done": 0,
        "due": due and days.last_second(due),
        "deadline_version": 1,
    }
    task |= {"tied_to": s["event"] if s["when"] == "event" else None}
    task |= {
        "standing": s["when"] == "standing",
        "returns": 0,
        "extensions": 0,
        "their_hands": (),
        "suspended_on": None,
        "version": 0,
    }
    own = replace(a, life="task", subject=task["id"], act="open", given={}, house="system", passed=None)
    write(w, task, own, role="system", becomes="planned", hands={a.who} - {None})
    void_summary(w, task, own)
    task["next_at"] = w.after(task, "task", now=a.now, workdays=w.policy(task, "task")["waits"]["hand_out"])
    for unit in s["supporting"]:
        if unit != lead:
            w.add("contribution", task_id=task["id"], unit_id=unit, owed="owed")
    step(w, replace(own, act="assign"))
    return 1


# what is found along the way


def find(w: World, a: Ask) -> Row:
    """Put a problem on record; `subject` is the plan, `unit_id` whose it is."""
    need(a.said)
    in_role(w, a, "supervisor")
    row = w.add(
        "finding", state="new", plan_id=a.subject, unit_id=a["unit_id"], their_hands=(), due=a["due"], version=0
    )
    hands = w.through(a, lambda chair: "supervisor" in chair.gives)
    write(w, row, replace(a, life="finding", act="find"), role="supervisor", becomes="found", hands=hands)
    row["next_at"] = w.after(row, "finding", now=a.now, workdays=w.policy(row, "finding")["waits"]["assign_finding"])
    return row


@rule("finding", "assign", "found")
def hand_over(w: World, f: Row, a: Ask) -> Going:
    yield in_role(w, a, "supervisor"), "assigned"


@rule("finding", "start_fix", "assigned", "reopened")
def start_fix(w: World, f: Row, a: Ask) -> Going:
    need(w.speaks(a, "liaison", f["unit_id"]))
    yield "liaison", "fixing"


@rule("finding", "claim_fixed", "fixing")
def claim_fixed(w: World, f: Row, a: Ask) -> Going:
    need(a.said, w.speaks(a, "liaison", f["unit_id"]))
    hands = w.through(a, lambda c: "liaison" in c.gives and c.unit == f["unit_id"])
    yield "liaison", "claimed_fixed", hands
    f["their_hands"] = tuple(sorted(hands | set(f["their_hands"])))


@rule("finding", "verify", "claimed_fixed")
def verify(w: World, f: Row, a: Ask) -> Going:
    need(not w.hands(a) & set(f["their_hands"]))
    yield in_role(w, a, "supervisor"), "verified"


@rule("finding", "reopen", "claimed_fixed", "verified")
def reopen(w: World, f: Row, a: Ask) -> Going:
    need(a.why, f["state"] == "verified" or not w.hands(a) & set(f["their_hands"]))
    yield in_role(w, a, "supervisor"), "reopened"


@rule("finding", "urge", "found", "assigned", "reopened", "fixing", "claimed_fixed")
def urge(w: World, f: Row, a: Ask) -> Going:
    need(f["next_at"] and a.now >= f["next_at"], not w.gates_on("finding", f["id"]))
    yield in_role(w, a, "clock"), f["state"]


def nominate(w: World, a: Ask) -> Row:
    """Put an example forward; `subject` is the task it showed itself in."""
    task = w.rows["task"].get(a.subject)
    need(task is not None, a.said)
    need(w.speaks(a, "liaison", task["lead_unit_id"]))
    hands = w.through(a, lambda c: "liaison" in c.gives and c.unit == task["lead_unit_id"])
    row = w.add("exemplar", state="new", plan_id=task["plan_id"], unit_id=task["lead_unit_id"], version=0)
    row["their_hands"] = tuple(sorted(hands))
    write(w, row, replace(a, life="exemplar", act="nominate"), role="liaison", becomes="nominated", hands=hands)
    return row


@rule("exemplar", "adopt", "nominated")
def adopt(w: World, e: Row, a: Ask) -> Going:
    need(not w.hands(a) & set(e["their_hands"]))
    yield in_role(w, a, "planner"), "accepted"


@rule("exemplar", "pass_over", "nominated")
def pass_over(w: World, e: Row, a: Ask) -> Going:
    need(a.why, not w.hands(a) & set(e["their_hands"]))
    yield in_role(w, a, "planner"), "declined"


@rule("exemplar", "publish", "accepted")
def publish(w: World, e: Row, a: Ask) -> Going:
    need(a.said)
    yield in_role(w, a, "planner"), "published"
