"""Draws what is tried next: mostly what somebody could do now, now and then anything by anybody."""

from datetime import date, timedelta
from random import Random
from typing import Any

from driving import days
from driving.book_of_reviews import open_questions, seats_of
from driving.reference import KNOWN, LIVES, Ask, Row, World
from driving.town import DEMANDS, PEOPLE, POLICIES, UNITS
from models.words import Act, Life
from workflows.lives import LIVES as ROWS

HOUSE = ("clock", "system")
RARE = {"cancel", "withdraw", "drop", "add", "amend", "set_policy", "reassign", "reopen", "suspend"}
SETTLED = (0, 1, 2, 3, 4, 5, 18, 19)
ENDED = {
    "archived",
    "withdrawn",
    "cancelled",
    "approved",
    "returned",
    "moot",
    "granted",
    "refused",
    "settled",
    "published",
}


def likely(w: World, chance: Random, a: Ask) -> Ask | None:
    """Something that the rules know in the state a thing is in, by somebody who has the role; `a` names the life."""
    rows = w.all(a.life)
    lively = [row for row in rows if row["state"] not in ENDED or (a.life, row["state"]) == ("plan", "approved")]
    if not rows:
        return None
    row = chance.choice(lively[-8:] or rows)
    could = [r for r in ROWS[Life(a.life)].rows if row["state"] in r.sources and r.who != "panel"]
    if not could:
        return None
    known = chance.choice(could)
    if known.may in RARE:
        known = chance.choice(could)
    if known.may in RARE and chance.random() < 0.5:
        known = chance.choice(could)
    who = whoever(w, chance, row, a, role=known.who)
    house = str(known.who) if known.who in HOUSE else None
    given = fitting(w, chance, row, a, act=str(known.may))
    return Ask(a.life, row["id"], str(known.may), a.now, who=None if house else who, house=house, given=given)


def whoever(w: World, chance: Random, row: Row, a: Ask, *, role: str) -> int:
    """Draw a person who has the role, if anybody has."""
    if role == "asker":
        return row["asked_by"] or 1
    if role == "adviser":
        return chance.choice([question["person_id"] for question in open_questions(w, row)] or [1])
    could = [person for person in PEOPLE if has(w, row, Ask(a.life, row["id"], "", a.now, who=person), role)]
    return chance.choice(could or list(PEOPLE))


def has(w: World, row: Row, a: Ask, role: str) -> bool:
    if role == "reviewer":
        return bool(seats_of(w, row, a))
    if role == "liaison":
        task = w.rows["task"][row["task_id"]] if a.life == "extension" else row
        return w.speaks(a, role, w.lead(a.life, row), task.get("subject_person_id"))
    if role == "supporter":
        return any(w.speaks(a, "liaison", debt["unit_id"]) for debt in w.all("contribution", task_id=row["id"]))
    return w.is_(a, role)


def fitting(w: World, chance: Random, row: Row, a: Ask, *, act: str) -> Row:
    """Draw what is given with an act, mostly so that it could do."""
    given: dict[str, Any] = {"reason": perhaps(chance, "理由", ""), "text": perhaps(chance, "内容", "")}
    today = days.day(a.now)
    if act in ("reassign", "waive", "contribute", "find"):
        given["unit_id"] = perhaps(chance, chance.choice(list(UNITS)), None)
    if (act == "reopen" and a.life == "task") or act in ("move_due", "recount", "request"):
        given["due"] = perhaps(chance, today + timedelta(days=chance.choice((7, 14, 30, 31, 60))), today - days.DAY)
    if act in ("pass_on", "consult", "add_signer"):
        given["person_id"] = chance.choice(list(PEOPLE))
    if act == "drop_signer":
        seats = [s["id"] for s in w.all("signer", review_id=row["id"])]
        given["signer_id"] = chance.choice(seats)
    if act == "decide":
        given["verdict"] = chance.choice(("yes", "yes", "yes", "no", None))
    if act in ("confirm", "drop", "amend"):
        demands = w.all("requirement", plan_id=row["id"])
        wanted = [d["id"] for d in demands if d["confirmed"] is (act == "amend" or row["state"] == "issued")]
        given["requirement_id"] = chance.choice(wanted or [1])
    if act in ("confirm", "add", "amend"):
        given["settled"] = perhaps(chance, DEMANDS[chance.choice(SETTLED)], chance.choice((None, *DEMANDS)))
    if act == "set_event":
        given["text"] = perhaps(chance, "科学节前", "内容")
        given["due"] = perhaps(chance, today + timedelta(days=chance.choice((-3, 0, 5, 40))), None)
    if act == "set_policy":
        given["policy_id"] = chance.choice((*POLICIES, 99))
    if act == "add_entry":
        given |= {"count": chance.choice((0, 2)), "percent": chance.choice((None, 50))}
    if act == "attach":
        given |= {"evidence_id": perhaps(chance, 1, None), "deliverable": perhaps(chance, "清单", "")}
    return given


def perhaps(chance: Random, usual: Any, other: Any) -> Any:
    return usual if chance.random() < 0.85 else other


def anything(w: World, chance: Random, a: Ask) -> Ask:
    """Any act on anything, given anything, by anybody."""
    life = chance.choice(LIVES)
    subject = chance.choice([*w.rows[life], 999])
    act = chance.choice([str(one) for one in Act]) if chance.random() < 0.5 else chance.choice(list(KNOWN))[1]
    if act in BEGINS:
        act = "cancel"  # what begins something has a door of its own, see `beginning`
    given = {
        "reason": chance.choice(("", "  ", "理由")),
        "text": chance.choice(("", " ", "内容")),
        "due": chance.choice((None, date(2026, 2, 1), days.day(a.now), date(2026, 6, 15), date(2031, 1, 6))),
        "unit_id": chance.choice((None, *UNITS, 99)),
        "person_id": chance.choice((None, *PEOPLE, 99)),
        "signer_id": chance.choice((None, 1, 2, 3, 4, 99)),
        "percent": chance.choice((None, 0, 100)),
        "count": chance.choice((0, 3)),
        "verdict": chance.choice((None, "yes", "no")),
        "deliverable": chance.choice(("", "清单")),
        "evidence_id": chance.choice((None, 1)),
        "requirement_id": chance.choice((None, 1, 2, 3, 99)),
        "policy_id": chance.choice((None, *POLICIES, 99)),
        "settled": chance.choice((None, *DEMANDS)),
    }
    house = chance.choice(HOUSE) if chance.random() < 0.2 else None
    return Ask(life, subject, act, a.now, who=None if house else chance.choice(list(PEOPLE)), house=house, given=given)


BEGINS = {"open", "request", "find", "nominate"}


def beginning(w: World, chance: Random, a: Ask) -> Ask:
    """A request for time, a problem found, an example put forward."""
    act = chance.choice(("request", "request", "request", "find", "find", "nominate", "nominate", "open"))
    if act == "open" and len(w.rows["plan"]) < 4:
        return Ask("plan", 0, act, a.now, who=chance.choice((1, 1, *PEOPLE)))
    act = "find" if act == "open" else act
    given = fitting(w, chance, {}, a, act=act)
    if act == "find":
        due = chance.choice((None, None, days.day(a.now) + timedelta(days=chance.choice((-1, 3, 10)))))
        given |= {"unit_id": chance.choice((2, 3, 4)), "due": due}
        return Ask(
            "finding",
            chance.choice((1, 2)),
            act,
            a.now,
            who=perhaps(chance, 11, chance.choice(list(PEOPLE))),
            given=given,
        )
    tasks = w.all("task")
    live = [task for task in tasks if task["state"] == "in_progress"] or tasks
    task = chance.choice(live[-8:]) if live else {"id": 999}
    who = whoever(w, chance, task, Ask("task", task["id"], act, a.now), role="liaison") if live else 4
    return Ask("task", task["id"], act, a.now, who=perhaps(chance, who, chance.choice(list(PEOPLE))), given=given)
