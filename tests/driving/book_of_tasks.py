"""The reference rules of tasks and of the deadlines they ask to have moved."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from driving import days
from driving.reference import Ask, Row, World, follow, in_role, need, open_review, rule, usual_hands, write
from driving.town import UNITS

OPEN = ("planned", "assigned", "declined", "in_progress", "suspended", "reported", "in_review")
Going = Iterator[tuple[Any, ...]]


def of_lead(w: World, task: Row, a: Ask) -> str:
    need(w.speaks(a, "liaison", task["lead_unit_id"], task["subject_person_id"]))
    return "liaison"


def last_review(w: World, life: str, id_: int) -> Row | None:
    """Give the newest review that is a step of a life."""
    found = w.all("review", life=life, subject_id=id_, gated=False)
    return found[-1] if found else None


def said(w: World, life: str, row: Row, *states: str) -> None:
    """Need the newest review to have come out so."""
    review = last_review(w, life, row["id"])
    need(review is not None and review["state"] in states)


def no_requests(w: World, task: Row, a: Ask) -> None:
    for extension in w.all("extension", task_id=task["id"], state="requested"):
        follow(w, a, to=("extension", extension["id"], "make_moot"), reason="x")


def no_reviews(w: World, life: str, row: Row, a: Ask) -> None:
    for review in w.all("review", life=life, subject_id=row["id"], state="open"):
        follow(w, a, to=("review", review["id"], "make_moot"), reason="x")


def void_summary(w: World, task: Row, a: Ask) -> None:
    """A task that runs, or runs again, is not in the summary of its plan."""
    plan = w.rows["plan"][task["plan_id"]]
    plan["summary_approved"] = False
    for review in w.all("review", life="plan", subject_id=plan["id"], gated=False, state="open"):
        follow(w, a, to=("review", review["id"], "make_moot"), reason="x")


def no_ladders(w: World, task: Row, a: Ask) -> None:
    for ladder in w.all("supervision", task_id=task["id"]):
        if ladder["state"] != "settled":
            follow(w, a, to=("supervision", ladder["id"], "settle"), reason="x")


def unreport(task: Row) -> None:
    task["their_hands"] = ()


def new_deadline(task: Row, a: Ask) -> None:
    """Give a task a date of its own; what it was tied to moves it no more."""
    task["tied_to"] = None
    task["due"], task["deadline_version"] = days.last_second(a["due"]), task["deadline_version"] + 1


@rule("task", "assign", "planned")
def assign(w: World, t: Row, a: Ask) -> Going:
    role = in_role(w, a, "planner", "system")
    demand = w.rows["requirement"][t["requirement_id"]]
    need(w.rows["plan"][t["plan_id"]]["state"] == "issued", t["lead_unit_id"])
    need(t["due"] or t["period"] or demand["settled"]["when"])
    yield role, "assigned"


@rule("task", "accept", "assigned")
def accept(w: World, t: Row, a: Ask) -> Going:
    yield of_lead(w, t, a), "in_progress"


@rule("task", "decline", "assigned")
def decline(w: World, t: Row, a: Ask) -> Going:
    need(a.why)
    yield of_lead(w, t, a), "declined"


@rule("task", "reassign", "assigned", "declined", "in_progress")
def reassign(w: World, t: Row, a: Ask) -> Going:
    need(a.why, a["unit_id"] in UNITS, a["unit_id"] != t["lead_unit_id"])
    yield in_role(w, a, "planner", "system"), "assigned"
    t["lead_unit_id"], t["subject_person_id"] = a["unit_id"], None
    settle_debt(w, t, a["unit_id"], "waived")
    no_requests(w, t, a)


@rule("task", "add_entry", "in_progress")
def add_entry(w: World, t: Row, a: Ask) -> Going:
    need(a.said or a["percent"] is not None or a["count"] > 0, a["percent"] is None or not t["standing"])
    yield of_lead(w, t, a), t["state"]
    t["quantity_done"] += a["count"]


@rule("task", "attach", "in_progress")
def attach(w: World, t: Row, a: Ask) -> Going:
    need(a["evidence_id"] is not None)
    yield of_lead(w, t, a), t["state"]
    w.add("evidence", task_id=t["id"], deliverable=a["deliverable"])


def owing(w: World, t: Row) -> list[int]:
    return [c["unit_id"] for c in w.all("contribution", task_id=t["id"], owed="owed")]


def settle_debt(w: World, t: Row, unit: int, how: str) -> None:
    for debt in w.all("contribution", task_id=t["id"], unit_id=unit, owed="owed"):
        debt["owed"] = how


@rule("task", "contribute", "assigned", "in_progress")
def contribute(w: World, t: Row, a: Ask) -> Going:
    mine = [unit for unit in owing(w, t) if w.speaks(a, "liaison", unit) and a["unit_id"] in (None, unit)]
    need(mine, a.said)
    yield "supporter", t["state"], w.through(a, lambda c: "liaison" in c.gives and c.unit == mine[0])
    settle_debt(w, t, mine[0], "filed")


@rule("task", "waive", "assigned", "in_progress")
def waive(w: World, t: Row, a: Ask) -> Going:
    need(a.why, a["unit_id"] in owing(w, t))
    yield in_role(w, a, "planner"), t["state"]
    settle_debt(w, t, a["unit_id"], "waived")


@rule("task", "report", "in_progress")
def report(w: World, t: Row, a: Ask) -> Going:
    there = {file["deliverable"] for file in w.all("evidence", task_id=t["id"])}
    need(a.said, not owing(w, t), set(t["deliverables"]) <= there)
    need(t["quantity_wanted"] is None or t["quantity_done"] >= t["quantity_wanted"])
    role = of_lead(w, t, a)
    hands = usual_hands(w, t, a, role=role)
    yield role, "reported", hands
    t["their_hands"], t["reported_on"] = tuple(sorted(hands)), a.today
    no_requests(w, t, a)


@rule("task", "take_back", "reported", "in_review")
def take_back(w: World, t: Row, a: Ask) -> Going:
    if t["state"] == "in_review":
        said(w, "task", t, "withdrawn")
        yield in_role(w, a, "panel"), "reported"
    else:
        yield of_lead(w, t, a), "in_progress"
        unreport(t)


@rule("task", "pass_check", "reported")
def pass_check(w: World, t: Row, a: Ask) -> Going:
    need(not w.hands(a) & set(t["their_hands"]))
    yield in_role(w, a, "checker"), "in_review"
    open_review(w, t, a, panel="task")


@rule("task", "send_back", "reported", "in_review")
def send_back(w: World, t: Row, a: Ask) -> Going:
    need(a.why)
    if t["state"] == "in_review":
        said(w, "task", t, "returned")
        yield in_role(w, a, "panel"), "in_progress"
    else:
        need(not w.hands(a) & set(t["their_hands"]))
        yield in_role(w, a, "checker"), "in_progress"
    if w.policy(t, "task")["clock_stops_with_others"]:
        stood = days.workdays_until(t["reported_on"], a.today)
        if t["due"] and stood:
            t["due"] = days.last_second(days.workdays_from(days.day(t["due"]), stood))
            t["deadline_version"] += 1
    unreport(t)
    t["returns"] += 1


@rule("task", "approve", "in_review")
def approve(w: World, t: Row, a: Ask) -> Going:
    said(w, "task", t, "approved")
    yield in_role(w, a, "panel"), "closed"
    no_ladders(w, t, a)


@rule("task", "suspend", "in_progress")
def suspend(w: World, t: Row, a: Ask) -> Going:
    need(a.why)
    yield in_role(w, a, "planner"), "suspended"
    t["suspended_on"] = a.today
    no_requests(w, t, a)


@rule("task", "resume", "suspended")
def resume(w: World, t: Row, a: Ask) -> Going:
    """The deadline moves on by as many working days as the clock stood still."""
    need(a.why)
    yield in_role(w, a, "planner"), "in_progress"
    stood = days.workdays_until(t["suspended_on"], a.today)
    if t["due"] and stood:
        t["due"] = days.last_second(days.workdays_from(days.day(t["due"]), stood))
        t["deadline_version"] += 1
    t["suspended_on"] = None


@rule("task", "move_due", "in_progress")
def move_due(w: World, t: Row, a: Ask) -> Going:
    need(a.why, a["due"] and a["due"] >= a.today)
    yield in_role(w, a, "system"), t["state"]
    new_deadline(t, a)
    t["extensions"] += 1
    no_ladders(w, t, a)


@rule("task", "recount", *OPEN)
def recount(w: World, t: Row, a: Ask) -> Going:
    """Something else moves the deadline: requests for time are about the new one, and stay."""
    need(a.why, a["due"] and a["due"] >= a.today)
    yield in_role(w, a, "system"), t["state"]
    due = days.last_second(a["due"])
    if not t["due"] and t["tied_to"] not in w.rows["plan"][t["plan_id"]]["events"]:
        t["tied_to"] = None  # given by something else, before the event has a date
    t["deadline_version"] += t["due"] not in (None, due)
    t["due"] = due
    if t["state"] != "planned":
        for extension in w.all("extension", task_id=t["id"], state="requested"):
            follow(w, a, to=("extension", extension["id"], "recount"), due=extension["wanted"], reason="x")
        no_ladders(w, t, a)


@rule("task", "cancel", *OPEN)
def cancel(w: World, t: Row, a: Ask) -> Going:
    need(a.why)
    yield in_role(w, a, "planner", "system"), "cancelled"
    no_reviews(w, "task", t, a)
    no_requests(w, t, a)
    no_ladders(w, t, a)


@rule("task", "reopen", "closed")
def reopen(w: World, t: Row, a: Ask) -> Going:
    plan = w.rows["plan"][t["plan_id"]]
    need(a.why, plan["state"] == "issued", a["due"] and a["due"] >= a.today)
    yield in_role(w, a, "supervisor"), "in_progress"
    new_deadline(t, a)
    unreport(t)
    void_summary(w, t, a)


@rule("task", "urge", "planned", "declined", "assigned", "reported")
def urge(w: World, t: Row, a: Ask) -> Going:
    need(t["next_at"] and a.now >= t["next_at"], not w.gates_on("task", t["id"]))
    yield in_role(w, a, "clock"), t["state"]


# a later deadline


def request(w: World, a: Ask) -> Row:
    """Ask for a later deadline of the task that is named as the subject."""
    from driving import clockwork

    t = w.rows["task"].get(a.subject)
    need(t is not None, a["due"])
    of_lead(w, t, a)
    need(t["state"] == "in_progress", t["due"] and a.now <= t["due"] and fits(t, a["due"]), a.why, a.said)
    need(t["extensions"] < w.policy(t, "task")["extensions_at_most"])
    need(not w.all("extension", task_id=t["id"], state="requested"))
    row = w.add("extension", state="new", plan_id=t["plan_id"], task_id=t["id"], asked_by=a.who, old_due=t["due"])
    hands = usual_hands(w, t, replace(a, life="task"), role="liaison")
    row |= {"wanted": a["due"], "their_hands": tuple(sorted(hands)), "version": 0}
    asked = replace(a, life="extension", act="request")
    write(w, row, asked, role="liaison", becomes="requested", hands=hands)
    clockwork.wind(w, row, asked, only_recorded=False)
    return row


def fits(t: Row, wanted: Any) -> bool:
    return days.works(wanted) and wanted > days.day(t["due"])


@rule("extension", "grant", "requested")
def grant(w: World, e: Row, a: Ask) -> Going:
    t = w.rows["task"][e["task_id"]]
    need(not w.hands(a) & set(e["their_hands"]), t["state"] == "in_progress", t["due"] == e["old_due"])
    need(fits(t, e["wanted"]))
    yield in_role(w, a, "planner"), "granted"
    follow(w, a, to=("task", t["id"], "move_due"), due=e["wanted"], reason="x")


@rule("extension", "refuse", "requested")
def refuse(w: World, e: Row, a: Ask) -> Going:
    need(a.why, not w.hands(a) & set(e["their_hands"]))
    yield in_role(w, a, "planner"), "refused"


@rule("extension", "withdraw", "requested")
def withdraw(w: World, e: Row, a: Ask) -> Going:
    yield of_lead(w, w.rows["task"][e["task_id"]], a), "withdrawn"


@rule("extension", "make_moot", "requested")
def moot(w: World, e: Row, a: Ask) -> Going:
    need(w.rows["task"][e["task_id"]]["state"] != "in_progress")
    yield in_role(w, a, "system"), "moot"


@rule("extension", "recount", "requested")
def hold_against_new_due(w: World, e: Row, a: Ask) -> Going:
    need(a.why, a["due"])
    yield in_role(w, a, "system"), "requested"
    e["wanted"], e["old_due"] = a["due"], w.rows["task"][e["task_id"]]["due"]


@rule("extension", "urge", "requested")
def urge_answer(w: World, e: Row, a: Ask) -> Going:
    need(e["next_at"] and a.now >= e["next_at"])
    yield in_role(w, a, "clock"), "requested"
