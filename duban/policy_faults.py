"""What is wrong with the values of a policy: every fault with its place and a sentence, whatever else is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from json import dumps
from typing import Any

from pydantic import ValidationError

from duban.policy_wording import Wrong, near, sentence_for
from models.errors import Sentence
from models.policy import DEFAULT_PANELS, Place, PolicySettings, Unfit
from workflows.checking import check_policy
from workflows.gates import faults_in, gateable

# fmt: off
COMPARED_WITH: dict[str | int, str] = {
    # setting               must fit
    "yellow_days_left":     "blue_days_left",
    "yellow_points_behind": "red_points_behind",
    "yellow_after_returns": "red_after_returns",
    "needed":               "seats",
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place; `of_name` when it is about the name that stands there, not about its value."""

    place: Place
    said: Sentence
    of_name: bool = False


def faults_of(said: Any) -> tuple[PolicySettings | None, list[Fault]]:
    """Read plain values as a policy, and list all that is wrong with them.

    What is wrong is left out and the rest is looked at again, so that one fault does not hide another. The settings
    given back leave out what is wrong; there are none when nothing can be read.
    """
    found: list[Fault] = []
    left_out: set[Place] = set()
    while True:
        try:
            settings = PolicySettings.model_validate_json(dumps(_kept(said, (), left_out)), strict=True)
        except ValidationError as refused:
            now = [fault for wrong in refused.errors(include_url=False) for fault in _faults(wrong, left_out)]
            leaving = {_part(fault.place, left_out) for fault in now}
            found += [fault for fault in now if not _misled(fault, left_out)]
            if () in leaving:
                return None, found
            left_out |= leaving
        else:
            return settings, [*found, *_of_gates(said), *_of_the_whole(settings)]


def _kept(said: Any, place: Place, left_out: set[Place]) -> Any:
    if place in left_out:
        return {}  # a panel: its name is still known to the gates
    if isinstance(said, dict):
        return {k: _kept(v, (*place, k), left_out) for k, v in said.items() if _stays((*place, k), left_out)}
    if isinstance(said, list):
        return [_kept(v, (*place, n), left_out) for n, v in enumerate(said) if _stays((*place, n), left_out)]
    return said


def _stays(place: Place, left_out: set[Place]) -> bool:
    return place not in left_out or _is_panel(place)


def _is_panel(place: Place) -> bool:
    return len(place) == 2 and place[0] == "panels"


def _part(place: Place, left_out: set[Place]) -> Place:
    """Give what to leave out next: the item of a list that a place is in, or the place, or what is around it."""
    numbers = [n for n, step in enumerate(place) if isinstance(step, int)]
    part = place[: numbers[-1] + 1] if numbers else place
    while part in left_out:
        part = part[:-1]
    return part


def _misled(fault: Fault, left_out: set[Place]) -> bool:
    """Say whether a fault may only come from what was left out: the same place again, or what it is compared with."""
    other = (*fault.place[:-1], COMPARED_WITH.get(fault.place[-1], "")) if fault.place else ()
    return fault.place in left_out or (bool(other) and any(gone[: len(other)] == other for gone in left_out))


def _as_written(place: Place, left_out: set[Place]) -> Place:
    """Give the place as it was before items of lists were left out."""
    found: Place = ()
    for step in place:
        if isinstance(step, int):
            gone = len(left_out)
            step = [n for n in range(step + gone + 1) if (*found, n) not in left_out][step]
        found = (*found, step)
    return found


def _faults(wrong: Wrong, left_out: set[Place]) -> Iterator[Fault]:
    """Take apart what pydantic found: one fault, or all that a check of our own found to be unfit."""
    place = _as_written(wrong["loc"], left_out)
    error = wrong.get("ctx", {}).get("error")
    if isinstance(error, Unfit):
        for below, sentence in error.found:
            yield Fault(_as_written((*wrong["loc"], *below), left_out), sentence)
        return
    yield Fault(place, sentence_for(wrong, place), of_name=wrong["type"] in ("missing", "extra_forbidden"))


def _of_gates(said: Any) -> Iterator[Fault]:
    """List the gates as they are written that no panel can stand before, whatever their panel."""
    written = said.get("gates") if isinstance(said, dict) else None
    names = written if isinstance(written, dict) else {}
    possible = sorted(f"{life}.{act}" for life, act in gateable())
    for gate, _ in faults_in(PolicySettings(gates=dict.fromkeys(names, "plan"))):
        meant = near(gate, possible)
        yield Fault(("gates", gate), _meant(meant) if meant else _possible(gate), of_name=True)


def _meant(gate: str) -> Sentence:
    zh, en = f"没有可以先审核的这件事，是不是 {gate}？", f"no panel can stand before it; did you mean {gate}?"
    return Sentence(zh, en)


def _possible(gate: str) -> Sentence:
    """Say what of the same life a panel can stand before; of which lives, when the life is none."""
    acts = sorted((life, act) for life, act in gateable() if life.value == gate.partition(".")[0])
    lives = sorted({life for life, _ in gateable()})
    zh = "、".join(f"{life}.{act}（{act.zh}）" for life, act in acts) or "、".join(f"{n}（{n.zh}）" for n in lives)
    en = ", ".join(f"{life}.{act}" for life, act in acts) or ", ".join(lives)
    if acts:
        return Sentence(f"这件事前面不能设审核；可以设的有：{zh}", f"no panel can stand before it; it can before {en}")
    return Sentence(f"要写成“哪类事项.哪件事”，事项有：{zh}", f"write life.act; lives are {en}")


def _of_the_whole(settings: PolicySettings) -> Iterator[Fault]:
    """List what is only seen of the whole: panels that nothing is put to, or that never answer."""
    asked = [*DEFAULT_PANELS, *settings.gates.values()]
    for panel in settings.panels:
        if panel not in asked:
            yield Fault(("panels", panel), _unused(near(panel, list(DEFAULT_PANELS))), of_name=True)
    for proof in check_policy(settings):
        yield Fault(("panels",), proof.what)


def _unused(meant: str | None) -> Sentence:
    zh, en = "没有哪件事要过这个审核组", "nothing is put to this panel"
    if meant:
        return Sentence(f"{zh}，是不是 {meant}？", f"{en}; did you mean {meant}?")
    return Sentence(f"{zh}；请在 gates 里写明，或者删去", f"{en}; name it among the gates or leave it out")
