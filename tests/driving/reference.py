"""The reference model: one small world of plain rows, what everybody is in it, and the one way anything happens in it.

It shares no code with the rules or the application. A rule of the book is a generator: what stands before its `yield`
has to hold, the `yield` says in which role and into which state, what stands after it follows in the same breath.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from driving import days
from driving.town import POLICIES, POSTS

Row = dict[str, Any]
Rule = Callable[["World", Row, "Ask"], Iterator[Any]]
BOOK: dict[tuple[str, str], Rule] = {}
KNOWN: dict[tuple[str, str], tuple[str, ...]] = {}
"""In which states something may be asked for at all, by (life, act)."""
OF_A_UNIT = ("liaison", "unit_head")
LIVES = ("plan", "task", "review", "extension", "supervision", "finding", "exemplar")
RECORDS = ("requirement", "contribution", "signer", "decision", "advice", "evidence")
REGISTER = ("post", "holding", "absence")
NOTHING: Row = {
    "reason": "",
    "text": "",
    "due": None,
    "unit_id": None,
    "person_id": None,
    "signer_id": None,
    "percent": None,
    "count": 0,
}
NOTHING |= {
    "verdict": None,
    "deliverable": "",
    "evidence_id": None,
    "requirement_id": None,
    "policy_id": None,
    "settled": None,
}


class No(Exception):
    """It may not be, and so nothing of it is."""


class Chair(NamedTuple):
    """Somebody in a post, as themselves or in place of a holder."""

    who: int
    post: int
    unit: int
    gives: tuple[str, ...]
    stands_for: int | None


@dataclass(frozen=True)
class Ask:
    """Somebody wants something: a person, or the house (clock, panel, system), on the word of `who` or of nobody.

    `passed`: the review that has said yes to it. `behind`: everybody on whose word it happens.
    """

    life: str
    subject: int
    act: str
    now: datetime
    who: int | None = None
    house: str | None = None
    given: Row = field(default_factory=dict)
    passed: int | None = None
    behind: frozenset[int] | None = None

    def __getitem__(self, name: str) -> Any:
        return self.given.get(name, NOTHING[name])

    @property
    def said(self) -> bool:
        return bool(self["text"].strip())

    @property
    def why(self) -> bool:
        return bool(self["reason"].strip())

    @property
    def today(self) -> date:
        return days.day(self.now)


def in_role(w: "World", a: Ask, *roles: str) -> str:
    """Give the first of some roles that count everywhere that whoever asks has; refuse when it is none."""
    found = next((role for role in roles if w.is_(a, role)), "")
    need(found)
    return found


def need(*conditions: Any) -> None:
    """Refuse unless all of it holds."""
    if not all(conditions):
        raise No


def rule(life: str, act: str, *states: str) -> Callable[[Rule], Rule]:
    """Write a rule into the book, and in which states it may be asked for at all."""

    def put(one: Rule) -> Rule:
        BOOK[life, act], KNOWN[life, act] = one, states
        return one

    return put


class World:
    """Everything there is, and the moves since somebody last looked."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[int, Row]] = {table: {} for table in (*LIVES, *RECORDS, *REGISTER)}
        self.moves: list[tuple[Any, ...]] = []
        self.sitting: dict[date, list[Chair]] = {}
        for id_, (_, unit, gives, _, _) in POSTS.items():
            self.add("post", unit=unit, gives=gives)
            assert len(self.rows["post"]) == id_

    def add(self, table: str, **values: Any) -> Row:
        """Put a row into a table, under the next number."""
        id_ = len(self.rows[table]) + 1
        self.rows[table][id_] = row = {"id": id_, **values}
        return row

    def all(self, table: str, **where: Any) -> list[Row]:
        """List the rows that are so, the oldest first."""
        wanted = where.items()
        return [row for row in self.rows[table].values() if all(row[name] == value for name, value in wanted)]

    def kept(self) -> tuple[Any, ...]:
        """Copy everything; rows hold nothing that changes."""
        return {t: {i: dict(r) for i, r in rows.items()} for t, rows in self.rows.items()}, list(self.moves)

    def back_to(self, kept: tuple[Any, ...]) -> None:
        """Put everything back in place, so that whoever holds a row still holds the right one."""
        was, self.moves = kept
        for table, rows in self.rows.items():
            for id_ in list(rows):
                if id_ in was[table]:
                    rows[id_].clear()
                    rows[id_].update(was[table][id_])
                else:
                    del rows[id_]

    # who is what

    def chairs(self, today: date) -> list[Chair]:
        """List who sits where today; remembered until the register changes."""
        if today not in self.sitting:
            self.sitting[today] = self._sit(today)
        return self.sitting[today]

    def _sit(self, today: date) -> list[Chair]:
        """A deputy sits only when no holder is there, once for each holder who is away."""
        away = {a["person"] for a in self.rows["absence"].values() if a["since"] <= today <= a["until"]}
        valid = [
            h
            for h in self.rows["holding"].values()
            if h["since"] <= today and (h["until"] is None or today <= h["until"])
        ]
        found = []
        for post in dict.fromkeys(h["post"] for h in valid):
            holders = [h["person"] for h in valid if h["post"] == post and h["holds"] == "holder"]
            deputies = [h["person"] for h in valid if h["post"] == post and h["holds"] == "deputy"]
            there = [(p, None) for p in holders if p not in away]
            if not there:
                there = [(p, h) for p in deputies if p not in away for h in (holders or [None])]
            about = self.rows["post"][post]
            found += [Chair(p, post, about["unit"], about["gives"], h) for p, h in there]
        return found

    def mine(self, a: Ask) -> list[Chair]:
        return [] if a.house or a.who is None else self.of(a.who, a.today)

    def of(self, person: int, today: date) -> list[Chair]:
        return [chair for chair in self.chairs(today) if chair.who == person]

    def hands(self, a: Ask) -> set[int]:
        """Name everybody an act of theirs counts as: themselves and all they stand for today."""
        own = set() if a.who is None else {a.who}
        return own | {chair.stands_for for chair in self.mine(a)} - {None}

    def is_(self, a: Ask, role: str) -> bool:
        """Say whether whoever asks has a role that counts everywhere."""
        if a.house:
            return a.house == role
        return role not in OF_A_UNIT and any(role in chair.gives for chair in self.mine(a))

    def speaks(self, a: Ask, role: str, unit: int | None, person: int | None = None) -> bool:
        """Say whether whoever asks is the liaison or head of a unit, or the person a task binds."""
        if a.house:
            return False
        if person is not None and person in self.hands(a):
            return role == "liaison" or any(role in c.gives and c.unit == unit for c in self.mine(a))
        return any(role in chair.gives and chair.unit == unit for chair in self.mine(a))

    def through(self, a: Ask, fits: Callable[[Chair], bool]) -> set[int]:
        """Name the hands of one act: with a fitting chair of one's own nobody else's, else of all one stands for."""
        fitting = [chair.stands_for for chair in self.mine(a) if fits(chair)]
        return ({a.who} | (set() if None in fitting else set(fitting))) - {None}

    # what a plan runs under

    def policy(self, row: Row, life: str) -> Row:
        plan = row if life == "plan" else self.rows["plan"][row["plan_id"]]
        return POLICIES[plan["policy_id"]]

    def after(self, row: Row, life: str, *, now: datetime, workdays: int) -> datetime:
        return days.morning(days.workdays_from(days.day(now), workdays), self.policy(row, life)["work_starts"])

    def lead(self, life: str, row: Row) -> int | None:
        """Give the unit that something lies with."""
        if life in ("extension", "supervision"):
            return self.rows["task"][row["task_id"]]["lead_unit_id"]
        return row.get("lead_unit_id") or row.get("unit_id")

    def stand_behind(self, life: str, row: Row) -> set[int]:
        """Name those whose own doing is judged."""
        return set(row.get("their_hands", ()))

    def gates_on(self, life: str, id_: int) -> list[Row]:
        return self.all("review", life=life, subject_id=id_, gated=True, state="open")


def happen(w: World, a: Ask) -> None:
    """Let it happen with all that follows, or refuse it and leave everything as it was."""
    kept = w.kept()
    try:
        step(w, a)
    except (No, days.OutsideCalendar) as no:
        w.back_to(kept)
        raise No from no


def step(w: World, a: Ask) -> None:
    """One step: the rule, the gate before it, the move, what follows, what always follows."""
    row = w.rows[a.life].get(a.subject)
    need(row is not None and row["state"] in KNOWN.get((a.life, a.act), ()))
    going = BOOK[a.life, a.act](w, row, a)
    role, becomes, *rest = next(going)
    need(role)
    hands = rest[0] if rest else usual_hands(w, row, a, role=role)
    stays = becomes == row["state"] and a.act in STAYS
    panel = gate(w, row, a, role=role, stays=stays)
    if panel is not None:
        need(all(r["about"] != a.act for r in w.gates_on(a.life, row["id"])))
        going.close()
        open_review(w, row, a, panel=panel, asked_as=role)
        return
    write(w, row, a, role=role, becomes=becomes, hands=hands)
    for _ in going:
        raise AssertionError("a rule says once what it becomes")
    always(w, row, a, stays=stays)


def write(w: World, row: Row, a: Ask, *, role: str, becomes: str, hands: set[int]) -> None:
    """Note one move."""
    row["version"] = row.get("version", 0) + 1
    w.moves.append((a.life, row["id"], row["version"], a.act, row["state"], becomes, role, a.who, tuple(sorted(hands))))
    row["state"] = becomes


STAYS: set[str] = {
    *("confirm", "drop", "set_policy", "submit", "approve", "send_back", "take_back", "add_entry", "attach"),
    *("contribute", "waive", "decide", "pass_on", "consult", "advise", "add_signer", "drop_signer", "urge", "move_due"),
    "recount",
    "set_event",
    *("add", "amend"),
}
"""Acts that may leave the state as it is; reassigning a task hands it out anew and is a step all the same."""


def usual_hands(w: World, row: Row, a: Ask, *, role: str) -> set[int]:
    """Through which chairs somebody acts in a role."""
    if role not in OF_A_UNIT:
        return w.through(a, lambda chair: role in chair.gives)
    task = w.rows["task"][row["task_id"]] if a.life in ("extension", "supervision") else row
    unit, person = w.lead(a.life, row), task.get("subject_person_id")
    bound = lambda chair: person is not None and person in (chair.who, chair.stands_for)  # noqa: E731
    return w.through(a, lambda chair: (role in chair.gives and chair.unit == unit) or bound(chair))


def gate(w: World, row: Row, a: Ask, *, role: str, stays: bool) -> str | None:
    """Name the panel that has to be asked first."""
    if a.life == "review" or a.passed is not None:
        return None
    if (a.life, a.act) == ("plan", "set_policy"):
        return "policy"
    handed_out = (a.life, a.act, role) == ("task", "assign", "system")
    if stays or (role in ("clock", "panel", "system") and not handed_out):
        return None
    return w.policy(row, a.life)["gates"].get(f"{a.life}.{a.act}")


def open_review(w: World, row: Row, a: Ask, *, panel: str, asked_as: str | None = None) -> Row:
    """Put a question to a panel; a gate keeps what was asked for, to be asked again."""
    about = w.policy(row, a.life)["panels"][panel]
    barred = w.stand_behind(a.life, row) | (w.hands(a) if a.behind is None else set(a.behind))
    unit = w.lead(a.life, row)
    if about["exclude_reporting_unit"] and unit is not None:
        barred |= {chair.who for chair in w.chairs(a.today) if chair.unit == unit}
    seats = seated(w, about, unit=unit, barred=barred, today=a.today)
    review = w.add("review", state="new", version=0, life=a.life, subject_id=row["id"], about=a.act)
    review |= {"plan_id": row["id"] if a.life == "plan" else row["plan_id"], "rule": about["rule"], "hindered": False}
    review |= {"needed": about["percent"] if about["rule"] == "weight" else about["needed"]}
    review |= {"excluded": tuple(sorted(barred)), "role": None if about["seats"] else about["role"]}
    review |= {
        "gated": asked_as is not None,
        "asked": a.given if asked_as else {},
        "asked_as": asked_as,
        "asked_by": a.who,
    }
    review |= {"due": days.last_second(days.workdays_from(a.today, about["review_days"])), "escalations": 0}
    write(w, review, replace(a, life="review", act="open"), role="system", becomes="open", hands={a.who} - {None})
    review["next_at"] = review["due"]
    for seq, (post, weight, veto) in enumerate(seats, start=1):
        new_seat(w, review, seq=seq, post_id=post, weight=weight, veto=veto)
    return review


def new_seat(w: World, review: Row, **values: Any) -> None:
    plain = {"post_id": None, "person_id": None, "weight": 1, "veto": False, "dropped": False}
    plain |= {"passed_by": None, "was_post_id": None, "was_person_id": None}
    w.add("signer", review_id=review["id"], **plain | values)


def seated(w: World, about: Row, *, unit: int | None, barred: set[int], today: date) -> list[tuple[int, int, bool]]:
    """Fill a panel: a different person for every seat, none of them barred or standing in for somebody barred."""
    codes = {code: id_ for id_, (code, *_) in POSTS.items()}
    wanted = [(codes[code], weight, veto) for code, weight, veto in about["seats"]]
    if not about["seats"]:
        wanted = [
            (p["id"], 1, False)
            for p in w.all("post")
            if about["role"] in p["gives"] and (about["role"] not in OF_A_UNIT or unit in (None, p["unit"]))
        ]
    chairs = w.chairs(today)
    out = barred | {chair.who for chair in chairs if chair.stands_for in barred}
    could = {post: {c.who for c in chairs if c.post == post} - out for post, _, _ in wanted}
    kept: list[tuple[int, int, bool]] = []
    for seat in wanted:
        if one_each([could[post] for post, _, _ in (*kept, seat)], set()):
            kept.append(seat)
        else:
            need(not seat[2], not (about["seats"] and about["rule"] in ("all", "sequence")))
    need(len(kept) >= (about["needed"] if about["rule"] == "quorum" else 1))
    return kept


def one_each(choices: list[set[int]], taken: set[int]) -> bool:
    """Say whether everybody can be somebody else."""
    if not choices:
        return True
    return any(one_each(choices[1:], taken | {person}) for person in choices[0] - taken)


def follow(w: World, a: Ask, *, to: tuple[str, int, str], house: str = "system", **given: Any) -> None:
    """Let something follow from a step: the system of itself, or the panel on the word of the last to answer."""
    life, subject, act = to
    who = a.who if house == "panel" else None
    step(w, Ask(life, subject, act, a.now, who=who, house=house, given=given))


def always(w: World, row: Row, a: Ask, *, stays: bool) -> None:
    """What follows from every step: a ladder for a task with its lead, gates that lead nowhere, the clock."""
    from driving import clockwork

    if a.life == "task" and row["state"] in ("assigned", "in_progress"):
        clockwork.new_ladder(w, row, a)
    if a.life != "review" and not stays:
        for review in w.gates_on(a.life, row["id"]):
            if row["state"] not in KNOWN[a.life, review["about"]]:
                follow(w, a, to=("review", review["id"], "make_moot"))
    clockwork.wind(w, row, a, only_recorded=stays and a.act != "urge")
