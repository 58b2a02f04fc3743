"""Whether every panel of a policy can be filled today, whoever asks it and whoever has to stand aside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from duban.desk.opened import desk_of
from duban.posts import BY_UNIT
from duban.register_today import Today, Under
from duban.seating import Sitting, seated
from models.errors import Refused, Sentence
from models.policy import PanelSettings, PolicySettings
from models.words import Act, Life, Role
from workflows.gates import ALWAYS
from workflows.lives import LIVES
from workflows.proofs.fairness import KEPT_APART
from workflows.rules import HOUSE_ROLES

Step = tuple[Life, Act]

# fmt: off
STEPS: Mapping[str, Step] = {
    # panel     what is put to it under every policy
    "plan":     (Life.PLAN, Act.SUBMIT),
    "summary":  (Life.PLAN, Act.SUBMIT),
    "task":     (Life.TASK, Act.PASS_CHECK),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Asked:
    """One way in which a panel is asked: what for, by whom, about whose matter, and who may then not answer."""

    step: Step
    asker: int
    unit_id: int | None = None
    excluded: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Seating:
    """Fills panels of one policy, each with the same people barred only once."""

    now: Today
    under: Under
    units: frozenset[int]
    tried: dict[tuple[object, ...], Sentence | None] = field(default_factory=dict)

    def refusal(
        self, name: str, *, unit_id: int | None = None, excluded: frozenset[int] = frozenset()
    ) -> Sentence | None:
        """Say why a panel cannot be filled; None when it can."""
        panel = self.under.settings.panels[name]
        by_unit = not panel.seats and panel.role in BY_UNIT
        key = (name, unit_id if by_unit else None, excluded & _could_answer(self.now, panel))
        if key not in self.tried:
            self.tried[key] = _refusal(self.now, panel, Sitting(self.now.day, unit_id, excluded))
        return self.tried[key]


def panel_faults(now: Today, under: Under, units: frozenset[int]) -> Iterator[Sentence]:
    """List the panels that cannot be filled today, each reason once, with one way of asking that shows it."""
    seating = Seating(now, under, units)
    for name, steps in put_to(under.settings).items():
        always = None if _by_unit(under.settings.panels[name]) else seating.refusal(name)
        if always is not None:
            yield _said(under, name, "", always)
            continue
        found: dict[str, tuple[Asked, Sentence, int]] = {}
        for asked in _ways(now, under.settings.panels[name], steps, units):
            refused = seating.refusal(name, unit_id=asked.unit_id, excluded=asked.excluded)
            if refused is not None:
                first = found.get(refused.zh, (asked, refused, 0))
                found[refused.zh] = (first[0], refused, first[2] + 1)
        yield from (_said(under, name, _way(now, asked, count), said) for asked, said, count in found.values())


def put_to(settings: PolicySettings) -> dict[str, list[Step]]:
    """List what is put to each panel: the steps that always are, and those behind a gate."""
    found: dict[str, list[Step]] = {name: [step] for name, step in STEPS.items()}
    for step, name in ALWAYS.items():
        found.setdefault(name, []).append(step)
    for gate, name in settings.gates.items():
        life, _, act = gate.partition(".")
        found.setdefault(name, []).append((Life(life), Act(act)))
    return found


def judges() -> dict[Role, list[Step]]:
    """List the roles that may not decide on a matter of their own, with what they decide."""
    found: dict[Role, list[Step]] = {}
    for life, act in (step for step, guard in KEPT_APART.items() if guard == "other_person"):
        for role in _askers(life, act):
            found.setdefault(role, []).append((life, act))
    return found


def _askers(life: Life, act: Act) -> list[Role]:
    rows = [row for row in LIVES[life].rows if row.may is act and row.who not in HOUSE_ROLES]
    return list(dict.fromkeys(row.who for row in rows))


def _by_unit(panel: PanelSettings) -> bool:
    return not panel.seats and panel.role in BY_UNIT


def _could_answer(now: Today, panel: PanelSettings) -> frozenset[int]:
    codes = {seat.post for seat in panel.seats}
    found = [s for s in now.seats if (now.posts[s.post_id].code in codes if codes else panel.role in s.roles)]
    return frozenset({s.person_id for s in found} | {s.stands_in_for for s in found if s.stands_in_for is not None})


def _refusal(now: Today, panel: PanelSettings, sitting: Sitting) -> Sentence | None:
    try:
        seated(desk_of(now.session), panel, sitting)
    except Refused as refused:
        return refused.sentence
    return None


def _ways(now: Today, panel: PanelSettings, steps: list[Step], units: frozenset[int]) -> Iterator[Asked]:
    """List who may put each step to a panel, for every unit it can be about; `open_review` bars the same people."""
    for life, act in steps:
        for unit in [None] if life is Life.PLAN else sorted(units):
            whole = now.of_unit(unit) if panel.exclude_reporting_unit and unit is not None else frozenset()
            for asker in _people(now, life, act, unit):
                for behind in _behind(now, (life, act), unit, asker):
                    yield Asked((life, act), asker, unit, now.hands(asker) | behind | whole)


def _people(now: Today, life: Life, act: Act, unit: int | None) -> list[int]:
    return list(dict.fromkeys(person for role in _askers(life, act) for person in now.as_role(role, unit_id=unit)))


def _behind(now: Today, step: Step, unit: int | None, asker: int) -> list[frozenset[int]]:
    """List who may stand behind what is judged: each liaison of the unit but the asker; else nobody."""
    if KEPT_APART.get(step) != "other_person":
        return [frozenset()]
    theirs = [now.hands(person) for person in now.as_role(Role.LIAISON, unit_id=unit)]
    return [hands for hands in theirs if not hands & now.hands(asker)]


def _way(now: Today, asked: Asked, count: int) -> str:
    life, act = asked.step
    unit = f"{now.unit_called(asked.unit_id)}的" if asked.unit_id is not None else ""
    more = f"，另有 {count - 1} 种情形相同" if count > 1 else ""
    return f"{now.people[asked.asker]}对{unit}{life.zh}办“{act.zh}”时{more}"


def _said(under: Under, panel: str, way: str, why: Sentence) -> Sentence:
    return Sentence(
        f"督办规则 {under.called} 的审核组“{panel}”{f'（{way}）' if way else ''}：{why.zh}",
        f"Policy {under.called}, panel {panel}{f' ({way})' if way else ''}: {why.en}",
    )
