"""The town that is driven: units, posts, people, policies, demands. Plain data, for the model and the application alike."""

from datetime import UTC, date, datetime
from typing import Any

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday 2 March 2026, 09:00."""
SINCE = date(2025, 1, 1)

OFFICE, MUSEUM, POPULAR, CITY = 1, 2, 3, 4
UNITS = {OFFICE: "办公室", MUSEUM: "科技馆", POPULAR: "科普部", CITY: "市科协"}
CLASSES = {"市": (MUSEUM, CITY), "空": ()}
PEOPLE = range(1, 16)
"""13 holds a post that gives no role; 15 holds none at all."""

# fmt: off
POSTS: dict[int, tuple[str, int, tuple[str, ...], tuple[int, ...], tuple[int, ...]]] = {
    # id  code        unit     gives                      holders   deputies, some of them from the other side
    1:  ("PLAN",      OFFICE,  ("planner",),              (1,),     (2,)),
    2:  ("CHECK",     OFFICE,  ("checker",),              (3,),     (1,)),
    3:  ("MUSEUM",    MUSEUM,  ("liaison",),              (4,),     (5, 3)),
    4:  ("POPULAR",   POPULAR, ("liaison",),              (6,),     (4,)),
    5:  ("CITY",      CITY,    ("liaison",),              (14,),    (6,)),
    6:  ("ONE",       OFFICE,  ("reviewer",),             (7,),     (8,)),
    7:  ("TWO",       OFFICE,  ("reviewer",),             (8,),     (4,)),
    8:  ("THREE",     OFFICE,  ("reviewer",),             (9, 12),  (10,)),
    9:  ("LEAD",      OFFICE,  ("leader",),               (10,),    (7,)),
    10: ("LOOK",      OFFICE,  ("supervisor",),           (11,),    (3, 6)),
    11: ("HEAD",      MUSEUM,  ("unit_head",),            (12,),    (4,)),
    12: ("BOTH",      MUSEUM,  ("checker", "liaison"),    (5,),     ()),
    13: ("PORTER",    OFFICE,  (),                        (13,),    ()),
    14: ("EMPTY",     OFFICE,  ("reviewer",),             (),       (2,)),
}
# fmt: on


def panel(rule: str, **other: Any) -> dict[str, Any]:
    """Describe a panel in full; seats are (code, weight, veto)."""
    plain = {"needed": 1, "percent": 60, "role": "reviewer", "seats": (), "review_days": 2}
    return {"rule": rule, "exclude_reporting_unit": False, "escalates_to": "", **plain, **other}


USUAL = (("reminded", -5, 0), ("urged", -2, 2), ("ordered", 1, 2), ("summoned", 5, 3), ("circulated", 10, 4))
STEEP = (("reminded", -10, 1), ("urged", -3, 1), ("circulated", 1, 1))
WAITS = {"hand_out": 2, "sign": 3, "reassign": 2, "check": 3, "assign_finding": 2, "fix": 4, "verify": 3}


def policy(panels: dict[str, Any], gates: dict[str, str], **other: Any) -> dict[str, Any]:
    """Describe a policy in full."""
    usual = {"ladder": USUAL, "waits": WAITS, "extensions_at_most": 2, "work_starts": "08:30"}
    usual |= {"clock_stops_with_others": False}
    return {"panels": panels, "gates": gates, **usual, **other}


_LEADERS = panel("any", role="leader")
# fmt: off
POLICIES: dict[int, dict[str, Any]] = {
    1: policy(
        {"plan": panel("quorum", needed=2), "task": panel("any"), "summary": _LEADERS, "policy": _LEADERS},
        {},
    ),
    2: policy(
        {"plan": panel("all"),
         "task": panel("sequence", seats=(("ONE", 1, False), ("THREE", 1, False), ("TWO", 1, True)), escalates_to="LOOK"),
         "summary": panel("quorum", needed=2, seats=(("ONE", 1, False), ("LEAD", 1, False), ("THREE", 1, False))),
         "policy": panel("all", seats=(("LEAD", 1, True), ("ONE", 1, False))),
         "assignment": panel("any", role="unit_head"),
         "house": panel("any", role="supervisor")},
        {"task.assign": "house", "task.cancel": "house", "task.report": "assignment", "task.reassign": "house",
         "extension.grant": "house", "plan.withdraw": "policy", "supervision.order": "summary"},
        ladder=STEEP, extensions_at_most=1,
    ),
    3: policy(
        {"plan": panel("sequence"),
         "task": panel("weight", percent=60, seats=(("ONE", 3, False), ("TWO", 2, True), ("THREE", 2, False), ("LEAD", 1, False)),
                       exclude_reporting_unit=True),
         "summary": panel("weight", percent=50), "policy": panel("quorum", needed=1),
         "side": panel("any", seats=(("LOOK", 1, False), ("LEAD", 1, True))),
         "unit": panel("all", role="liaison")},
        {"task.accept": "unit", "task.suspend": "side", "finding.verify": "side", "exemplar.adopt": "side",
         "plan.submit": "side", "plan.issue": "side", "plan.conclude": "side", "plan.archive": "side", "finding.claim_fixed": "unit"},
        work_starts="09:15", clock_stops_with_others=True,
    ),
    4: policy(
        {"plan": panel("any"), "task": panel("any", seats=(("TWO", 1, False), ("LEAD", 1, True))),
         "summary": panel("any"), "policy": panel("any", role="planner"),
         "two": panel("quorum", needed=2, exclude_reporting_unit=True)},
        {"task.pass_check": "two", "task.take_back": "two", "task.reopen": "two", "task.resume": "two", "plan.take_back": "two",
         "extension.refuse": "two", "extension.withdraw": "two", "exemplar.publish": "two", "finding.reopen": "two",
         "task.decline": "two", "task.send_back": "two", "finding.assign": "two"},
        extensions_at_most=0, waits=dict.fromkeys(WAITS, 1),
    ),
}
# fmt: on


def demand(lead: int | None, when: str | None, **other: Any) -> dict[str, Any]:
    """Describe what a person settles about a requirement; `to` is whom it fans out to."""
    plain = {"supporting": (), "due": None, "rhythm_day": None, "event": "", "to": "whole"}
    names = {"unit_class": "", "role": None, "names": (), "deliverables": (), "quantity": None}
    return {"lead": lead, "when": when, **plain, **names, **other}


# fmt: off
DEMANDS: tuple[dict[str, Any], ...] = (
    # lead            when         and
    demand(MUSEUM,    "fixed",     due=date(2026, 3, 31)),
    demand(MUSEUM,    "fixed",     due=date(2026, 4, 10), supporting=(POPULAR, CITY), deliverables=("清单",), quantity=2),
    demand(None,      "fixed",     due=date(2026, 3, 20), to="unit", unit_class="市"),
    demand(POPULAR,   "monthly",   rhythm_day=25),
    demand(None,      "event",     event="科学节前", to="person", role="leader"),
    demand(MUSEUM,    "standing",  to="group", names=("第一组", "第二组"), supporting=(MUSEUM, POPULAR)),
    # not settled, or not so that it could be
    demand(None,      "fixed",     due=date(2026, 3, 31)),
    demand(MUSEUM,    None),
    demand(MUSEUM,    "fixed"),
    demand(MUSEUM,    "monthly"),
    demand(MUSEUM,    "event"),
    demand(99,        "standing"),
    demand(None,      "standing",  to="unit", unit_class="空"),
    demand(None,      "standing",  to="unit"),
    demand(None,      "standing",  to="person"),
    demand(MUSEUM,    "standing",  to="group"),
    demand(MUSEUM,    "fixed",     due=date(2026, 2, 1)),
    demand(MUSEUM,    "fixed",     due=date(2031, 2, 1)),
    demand(MUSEUM,    "quarterly", rhythm_day=31),
    demand(None,      "standing",  to="person", role="reviewer"),
)
PLANS = {
    # id  until              which demands it starts with
    1:   (date(2026, 12, 31), (0,)),
    2:   (date(2026, 4, 30),  (1, 2, 3, 4, 5)),
}
# fmt: on
