"""What the clock has to do in the reference model: when it next looks at something, the ladder, the sweep."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from driving import days
from driving.book_of_plans import open_tasks
from driving.book_of_tasks import Going
from driving.reference import Ask, No, Row, World, follow, happen, in_role, need, rule, write

HEIGHT = ("calm", "reminded", "urged", "ordered", "summoned", "circulated")
TO = {"remind": "reminded", "urge": "urged", "order": "ordered", "summon": "summoned", "circulate": "circulated"}
ANSWERS = {"accept": "task", "add_entry": "task", "attach": "task", "report": "task", "request": "extension"}
# fmt: off
PATIENCE = {
    # (life, state)               what of the policy says for how many working days it may lie there
    ("task", "planned"):          "hand_out",
    ("task", "assigned"):         "sign",
    ("task", "declined"):         "reassign",
    ("task", "reported"):         "check",
    ("finding", "found"):         "assign_finding",
    ("finding", "assigned"):      "fix",
    ("finding", "reopened"):      "fix",
    ("finding", "fixing"):        "fix",
    ("finding", "claimed_fixed"): "verify",
}
# fmt: on


def wind(w: World, row: Row, a: Ask, *, only_recorded: bool) -> None:
    """Set when the clock next looks at something that was just acted on."""
    if not (only_recorded and a.life in ("task", "finding")):
        row["next_at"] = next_look(w, a.life, row, a.now)
    answers = ANSWERS.get(a.act) == a.life
    if a.life == "task" or answers:
        for ladder in w.all("supervision", task_id=row["id"] if a.life == "task" else row["task_id"]):
            if answers and ladder["state"] in HEIGHT[1:]:
                ladder["replied_on"] = a.today
            if ladder["state"] != "settled":
                ladder["next_at"] = next_look(w, "supervision", ladder, a.now)


def wind_all(w: World, plan: Row, a: Ask) -> None:
    """Set it anew for all of a plan: its policy has changed."""
    for life in ("task", "review", "extension", "supervision", "finding"):
        for row in w.all(life, plan_id=plan["id"]):
            row["next_at"] = next_look(w, life, row, a.now)


def next_look(w: World, life: str, row: Row, now: datetime) -> datetime | None:
    if life == "supervision":
        climb = next_rung(w, row)
        return climb[1] if climb and with_lead(w, row) else None
    if life == "review":
        if row["state"] != "open":
            return None
        return w.after(row, life, now=now, workdays=1) if row["escalations"] else row["due"]
    if life == "extension":
        return w.after(row, life, now=now, workdays=1) if row["state"] == "requested" else None
    with_unit = life == "finding" and row["state"] in ("assigned", "reopened", "fixing")
    if with_unit and row["due"] and days.last_second(row["due"]) > now:
        return days.last_second(row["due"])
    patience = PATIENCE.get((life, row["state"]))
    return patience and w.after(row, life, now=now, workdays=w.policy(row, life)["waits"][patience])


def task_of(w: World, ladder: Row) -> Row:
    return w.rows["task"][ladder["task_id"]]


def with_lead(w: World, ladder: Row) -> bool:
    return task_of(w, ladder)["state"] in ("assigned", "in_progress")


def next_rung(w: World, ladder: Row) -> tuple[str, datetime] | None:
    """Give the next rung and its moment: so long after the deadline, and so long after the rung before."""
    task = task_of(w, ladder)
    if task["due"] is None or ladder["state"] == "settled":
        return None
    policy = w.policy(task, "task")
    height = HEIGHT.index(ladder["state"])
    for rung, after_due, reply in policy["ladder"]:
        if HEIGHT.index(rung) > height:
            on = days.worked_from(days.workdays_from(days.day(task["due"]), after_due))
            if ladder["rung_at"]:
                since = max(days.day(ladder["rung_at"]), ladder["replied_on"] or date.min)
                on = max(on, days.workdays_from(since, reply or 1))
            return rung, days.morning(on, policy["work_starts"])
    return None


def new_ladder(w: World, task: Row, a: Ask) -> None:
    """One ladder for every version of a deadline; that of an earlier one is settled."""
    known = w.all("supervision", task_id=task["id"])
    for ladder in known:
        if ladder["deadline_version"] != task["deadline_version"] and ladder["state"] != "settled":
            follow(w, a, to=("supervision", ladder["id"], "settle"), reason="x")
    if task["due"] and all(one["deadline_version"] != task["deadline_version"] for one in known):
        new = {"plan_id": task["plan_id"], "task_id": task["id"], "deadline_version": task["deadline_version"]}
        row = w.add("supervision", state="new", version=0, rung_at=None, replied_on=None, **new)
        own = Ask("supervision", row["id"], "open", a.now, house="system")
        write(w, row, own, role="system", becomes="calm", hands=set())
        row["next_at"] = next_look(w, "supervision", row, a.now)


def _climb(act: str) -> Any:
    def climb(w: World, ladder: Row, a: Ask) -> Going:
        role = in_role(w, a, "clock", "supervisor")
        need(with_lead(w, ladder))
        if role == "clock":
            due = next_rung(w, ladder)
            need(due is not None and due[0] == TO[act] and due[1] <= a.now)
        else:
            need(a.why)
        yield role, TO[act]
        ladder["rung_at"] = a.now

    return climb


for _act, _rung in TO.items():
    rule("supervision", _act, *HEIGHT[: HEIGHT.index(_rung)])(_climb(_act))


@rule("supervision", "settle", *HEIGHT)
def settle(w: World, ladder: Row, a: Ask) -> Going:
    task = task_of(w, ladder)
    need(task["state"] in ("closed", "cancelled") or task["deadline_version"] != ladder["deadline_version"])
    yield in_role(w, a, "system"), "settled"


def sweep(w: World, now: datetime) -> None:
    """Do what is due: new periods first, then everything else, each for itself."""
    for demand in due_in(w, "requirement", now):
        next_period(w, demand, Ask("plan", demand["plan_id"], "open", now, house="system"))
    for life, id_ in [(kind, row["id"]) for kind in SWEPT for row in due_in(w, kind, now)]:
        look_at(w, life, w.rows[life][id_], now)


SWEPT = ("supervision", "review", "extension", "task", "finding")


def due_in(w: World, table: str, now: datetime) -> list[Row]:
    found = [row for row in w.all(table) if row.get("next_at") and row["next_at"] <= now]
    return sorted(found, key=lambda row: (row["next_at"], row["id"]))


def next_period(w: World, demand: Row, a: Ask) -> None:
    plan = w.rows["plan"][demand["plan_id"]]
    if plan["state"] != "issued" or demand["dropped"] or a.today > plan["ends_on"]:
        demand["next_at"] = None
        return
    kept = w.kept()
    try:
        open_tasks(w, plan, demand, a)
    except (No, days.OutsideCalendar):
        w.back_to(kept)


def look_at(w: World, life: str, row: Row, now: datetime) -> None:
    """Let the clock act on one thing, or say when to look again."""
    if not (row["next_at"] and row["next_at"] <= now):
        return
    if life == "supervision":
        look_at_ladder(w, row, now)
    elif life in ("task", "finding") and w.gates_on(life, row["id"]):
        row["next_at"] = w.after(row, life, now=now, workdays=1)
    elif life != "review" or now > row["due"]:
        happen(w, Ask(life, row["id"], "urge", now, house="clock"))


def look_at_ladder(w: World, ladder: Row, now: datetime) -> None:
    task = task_of(w, ladder)
    own = Ask("supervision", ladder["id"], "settle", now, house="system", given={"reason": "x"})
    if task["state"] in ("closed", "cancelled") or task["deadline_version"] != ladder["deadline_version"]:
        happen(w, own)
        return
    climb = next_rung(w, ladder)
    if climb is None or climb[1] > now or not with_lead(w, ladder):
        ladder["next_at"] = climb[1] if climb and with_lead(w, ladder) else None
        return
    act = next(act for act, rung in TO.items() if rung == climb[0])
    happen(w, replace(own, act=act, house="clock", given={}))
