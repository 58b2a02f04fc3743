"""The reference rules of reviews: who may answer when, for which seat, what the answers decide, what follows."""

from dataclasses import replace
from typing import Any

from driving import days
from driving.book_of_tasks import Going
from driving.reference import Ask, No, Row, World, follow, in_role, need, new_seat, rule, step


def sitting(w: World, r: Row) -> list[Row]:
    return w.all("signer", review_id=r["id"], dropped=False)


def standing_answers(w: World, r: Row) -> dict[int, Row]:
    """Give the answers that count, by seat, in the order they were given."""
    return {d["signer_id"]: d for d in w.all("decision", review_id=r["id"], taken_back=False)}


def open_questions(w: World, r: Row) -> list[Row]:
    return w.all("advice", review_id=r["id"], answered=False, taken_back=False)


def for_seat(w: World, r: Row, a: Ask, *, post: int | None, person: int | None) -> bool:
    """Say whether somebody may speak for a seat: of a post that still gives the role, or in their own name."""
    mine = w.mine(a)
    if post is not None:
        return any(chair.post == post and (r["role"] is None or r["role"] in chair.gives) for chair in mine)
    return person is not None and person == a.who and bool(mine)


def seats_of(w: World, r: Row, a: Ask) -> list[Row]:
    return [s for s in sitting(w, r) if for_seat(w, r, a, post=s["post_id"], person=s["person_id"])]


def outcome(w: World, r: Row, without: int | None = None) -> str | None:
    """Say what the answers decide, or nothing yet; perhaps without one of the seats."""
    seats = [s for s in sitting(w, r) if s["id"] != without]
    said = {seat: d["verdict"] for seat, d in standing_answers(w, r).items() if any(s["id"] == seat for s in seats)}
    silent = [s for s in seats if s["id"] not in said]
    if any(s["veto"] and said.get(s["id"]) == "no" for s in seats):
        return "no"
    result = {"any": _any, "quorum": _count, "weight": _count}.get(r["rule"], _all)(r, seats, said)
    return None if result == "yes" and any(s["veto"] for s in silent) else result


def _any(_r: Row, _seats: list[Row], said: dict[int, str]) -> str | None:
    return next(iter(said.values()), None)


def _all(_r: Row, seats: list[Row], said: dict[int, str]) -> str | None:
    if "no" in said.values():
        return "no"
    return "yes" if seats and len(said) == len(seats) else None


def _count(r: Row, seats: list[Row], said: dict[int, str]) -> str | None:
    """So many yes, or so many hundredths of all weights."""
    weighs = (lambda s: s["weight"] * 100) if r["rule"] == "weight" else (lambda s: 1)
    enough = r["needed"] * (sum(s["weight"] for s in seats) if r["rule"] == "weight" else 1)
    yes = sum(weighs(s) for s in seats if said.get(s["id"]) == "yes")
    possible = sum(weighs(s) for s in seats if said.get(s["id"]) != "no")
    return "yes" if yes >= enough else "no" if possible < enough else None


def turn(w: World, r: Row) -> list[int]:
    """List the seats whose answer is wanted now."""
    answers = standing_answers(w, r)
    silent = [s for s in sitting(w, r) if s["id"] not in answers]
    if r["rule"] == "sequence":
        silent = silent[:1]
    if r["rule"] == "any" and answers:
        silent = [s for s in silent if s["veto"]]
    return [s["id"] for s in silent]


def unbarred(w: World, r: Row, a: Ask) -> None:
    need(not w.hands(a) & set(r["excluded"]))


def no_question_open(w: World, r: Row, a: Ask) -> None:
    mine = {s["id"] for s in seats_of(w, r, a)}
    need(not any(question["signer_id"] in mine for question in open_questions(w, r)))


def my_turn(w: World, r: Row, a: Ask) -> Row:
    """Give the first of my seats whose turn it is."""
    now = turn(w, r)
    mine = sorted((s for s in seats_of(w, r, a) if s["id"] in now), key=lambda s: s["id"])
    need(mine)
    return mine[0]


def hands_of_seat(w: World, a: Ask, post: int | None) -> set[int]:
    return w.through(a, lambda chair: post is not None and chair.post == post)


def somebody(w: World, r: Row, a: Ask) -> Ask:
    """Give the person named with the act: one who holds a post and is not barred."""
    need(a["person_id"] is not None)
    them = replace(a, who=a["person_id"], house=None)
    need(w.mine(them), not w.hands(them) & set(r["excluded"]))
    return them


def new_on_panel(w: World, r: Row, a: Ask) -> None:
    them = somebody(w, r, a)
    already = {person for d in standing_answers(w, r).values() for person in d["hands"]}
    need(not seats_of(w, r, them), not w.hands(them) & already)


@rule("review", "decide", "open")
def decide(w: World, r: Row, a: Ask) -> Going:
    seat = my_turn(w, r, a)
    unbarred(w, r, a)
    no_question_open(w, r, a)
    need(a["verdict"] in ("yes", "no"), a["verdict"] == "yes" or a.why)
    hands = hands_of_seat(w, a, seat["post_id"])
    need(all(not hands & set(d["hands"]) for d in standing_answers(w, r).values()))
    yield "reviewer", "open", hands
    noted = {"review_id": r["id"], "signer_id": seat["id"], "person_id": a.who, "hands": tuple(sorted(hands))}
    w.add("decision", **noted, verdict=a["verdict"], taken_back=False)
    result = outcome(w, r)
    if result:
        act = "approve" if result == "yes" else "return"
        follow(w, a, to=("review", r["id"], act), house="panel", reason="" if result == "yes" else "x")


@rule("review", "pass_on", "open")
def pass_on(w: World, r: Row, a: Ask) -> Going:
    answered = standing_answers(w, r)
    mine = [s for s in seats_of(w, r, a) if s["id"] not in answered]
    need(mine, a.why)
    unbarred(w, r, a)
    no_question_open(w, r, a)
    new_on_panel(w, r, a)
    seat = min(mine, key=lambda s: s["id"])
    yield "reviewer", "open", hands_of_seat(w, a, seat["post_id"])
    seat.update(was_post_id=seat["post_id"], was_person_id=seat["person_id"], passed_by=a.who)
    seat.update(post_id=None, person_id=a["person_id"])


@rule("review", "consult", "open")
def consult(w: World, r: Row, a: Ask) -> Going:
    seat = my_turn(w, r, a)
    unbarred(w, r, a)
    no_question_open(w, r, a)
    need(a.said, not w.hands(somebody(w, r, a)) & w.hands(a))
    yield "reviewer", "open", hands_of_seat(w, a, seat["post_id"])
    noted = {"review_id": r["id"], "signer_id": seat["id"], "asked_by": a.who, "person_id": a["person_id"]}
    w.add("advice", **noted, answered=False, taken_back=False)


@rule("review", "advise", "open")
def advise(w: World, r: Row, a: Ask) -> Going:
    wanted = [q for q in open_questions(w, r) if q["person_id"] == a.who]
    need(a.house is None, wanted, w.mine(a), a.said)
    unbarred(w, r, a)
    yield "adviser", "open", {a.who}
    wanted[0]["answered"] = True


@rule("review", "take_back", "open")
def take_back(w: World, r: Row, a: Ask) -> Going:
    """First a question for advice, then a seat passed on that nobody answered for, then an answer of one's own."""
    unbarred(w, r, a)
    kind, what = undo(w, r, a)
    seat = w.rows["signer"][what["signer_id"] if kind != "seat" else what["id"]]
    yield "reviewer", "open", hands_of_seat(w, a, seat["was_post_id" if kind == "seat" else "post_id"])
    if kind != "seat":
        what["taken_back"] = True
        return
    what.update(post_id=what["was_post_id"], person_id=what["was_person_id"])
    what.update(passed_by=None, was_post_id=None, was_person_id=None)
    forget_questions(w, r, what["id"])


def undo(w: World, r: Row, a: Ask) -> tuple[str, Row]:
    mine = {s["id"] for s in seats_of(w, r, a)}
    answers = standing_answers(w, r)
    for question in open_questions(w, r):
        if question["signer_id"] in mine:
            return "question", question
    for s in sitting(w, r):
        was_mine = for_seat(w, r, a, post=s["was_post_id"], person=s["was_person_id"])
        if s["passed_by"] is not None and s["id"] not in answers and was_mine:
            return "seat", s
    last = [s["id"] for s in sitting(w, r) if s["id"] in answers][-1:]
    for seat, answer in answers.items():
        own = seat in mine and w.hands(a) & set(answer["hands"])
        if own and (r["rule"] != "sequence" or seat in last):
            return "answer", answer
    raise No


def forget_questions(w: World, r: Row, seat: int) -> None:
    for question in open_questions(w, r):
        if question["signer_id"] == seat:
            question["taken_back"] = True


@rule("review", "add_signer", "open")
def add_signer(w: World, r: Row, a: Ask) -> Going:
    need(a.why)
    unbarred(w, r, a)
    new_on_panel(w, r, a)
    yield in_role(w, a, "planner"), "open"
    last = max(s["seq"] for s in w.all("signer", review_id=r["id"]))
    new_seat(w, r, seq=last + 1, person_id=a["person_id"])


@rule("review", "drop_signer", "open")
def drop_signer(w: World, r: Row, a: Ask) -> Going:
    seats = sitting(w, r)
    seat = next((s for s in seats if s["id"] == a["signer_id"]), None)
    need(a.why, seat is not None and not seat["veto"] and seat["id"] not in standing_answers(w, r))
    unbarred(w, r, a)
    need(len(seats) > (r["needed"] if r["rule"] == "quorum" else 1), outcome(w, r, without=a["signer_id"]) is None)
    yield in_role(w, a, "planner"), "open"
    seat["dropped"] = True
    forget_questions(w, r, seat["id"])


@rule("review", "approve", "open")
def approve(w: World, r: Row, a: Ask) -> Going:
    need(outcome(w, r) == "yes")
    yield in_role(w, a, "panel"), "approved"
    if r["gated"]:
        pass_gate(w, r, a)
    else:
        follow(w, a, to=(r["life"], r["subject_id"], "approve"), house="panel")


def pass_gate(w: World, r: Row, a: Ask) -> None:
    """Ask again for what was asked for; what can no longer be is left undone, and that is noted."""
    house = r["asked_as"] if r["asked_as"] == "system" else None
    again = Ask(r["life"], r["subject_id"], r["about"], a.now, who=r["asked_by"], house=house, given=r["asked"])
    kept = w.kept()
    try:
        step(w, replace(again, passed=r["id"]))
    except No:
        w.back_to(kept)
        w.rows["review"][r["id"]]["hindered"] = True


@rule("review", "return", "open")
def give_back(w: World, r: Row, a: Ask) -> Going:
    need(outcome(w, r) == "no", a.why)
    yield in_role(w, a, "panel"), "returned"
    if not r["gated"]:
        follow(w, a, to=(r["life"], r["subject_id"], "send_back"), house="panel", reason="x")


@rule("review", "withdraw", "open")
def withdraw(w: World, r: Row, a: Ask) -> Going:
    need(a.why, not standing_answers(w, r))
    if a.house is None and r["asked_by"] in w.hands(a):
        stands = lambda chair: r["asked_by"] != a.who and chair.stands_for == r["asked_by"]  # noqa: E731
        yield "asker", "withdrawn", w.through(a, stands)
    else:
        yield in_role(w, a, "planner"), "withdrawn"
    if not r["gated"]:
        follow(w, a, to=(r["life"], r["subject_id"], "take_back"), house="panel", reason=a["reason"])


@rule("review", "make_moot", "open")
def make_moot(w: World, r: Row, a: Ask) -> Going:
    role = in_role(w, a, "system")
    need(over(w, r))
    yield role, "moot"


def over(w: World, r: Row) -> bool:
    """Say whether its subject no longer waits for the answer."""
    from driving.reference import KNOWN

    state: Any = w.rows[r["life"]][r["subject_id"]]["state"]
    if r["gated"]:
        return state not in KNOWN[r["life"], r["about"]]
    if (r["life"], state) == ("plan", "issued"):
        return any(t["state"] not in ("closed", "cancelled") for t in w.all("task", plan_id=r["subject_id"]))
    return bool(state != "in_review")


@rule("review", "urge", "open")
def urge(w: World, r: Row, a: Ask) -> Going:
    need(a.now > r["due"], a.now >= r["next_at"])
    yield in_role(w, a, "clock"), "open"
    r["escalations"] += 1


@rule("review", "recount", "open")
def recount(w: World, r: Row, a: Ask) -> Going:
    need(a.why, a["due"])
    yield in_role(w, a, "system"), "open"
    r["due"] = days.last_second(a["due"])
