"""Proofs about time: nothing lies unseen, a deadline that passes decides nothing, and the ladder only climbs."""

from collections.abc import Iterator

from models.errors import Sentence
from models.words import Life, Role
from workflows.fault import Fault, Life_, fault_in, named, open_states, said_of
from workflows.proofs.fairness import APPROVALS, APPROVED
from workflows.rules import SAME


def _watched(lifecycle: Life_) -> set[str]:
    return {str(source) for row in lifecycle.rows if row.who is Role.CLOCK for source in row.sources}


def open_states_are_timed(lifecycle: Life_) -> Iterator[Fault]:
    """The clock looks after every open state, or the table says why it need not.
    每个未了结的状态都有时钟催办，或者写明为什么不用催。"""
    watched = _watched(lifecycle)
    for state in open_states(lifecycle):
        if state.value not in watched | set(lifecycle.untimed):
            zh = f"“{state.zh}”可以无限期搁置，也没有写明原因"
            en = f"“{state.en}” may last for ever and nobody says why"
            yield fault_in(lifecycle, Sentence(zh, en), at=state.value)


def reasons_are_current(lifecycle: Life_) -> Iterator[Fault]:
    """A reason for having no clock stands only where there is none, and has words.
    不用催的原因，只写在确实无人催办的状态上，而且写得明白。"""
    watched, opened = _watched(lifecycle), {state.value for state in open_states(lifecycle)}
    for state, why in lifecycle.untimed.items():
        name = named(lifecycle, str(state))
        if str(state) not in opened:
            zh, en = (
                f"“{name.zh}”写了不用催的原因，却不是未了结的状态",
                f"“{name.en}” has a reason, and is no open state",
            )
            yield fault_in(lifecycle, Sentence(zh, en))
        elif str(state) in watched:
            zh, en = f"“{name.zh}”有时钟催办，还写着不用催的原因", f"“{name.en}” has the clock, and a reason for none"
            yield fault_in(lifecycle, Sentence(zh, en), at=str(state))
        elif not (why.zh.strip() and why.en.strip()):
            said = Sentence(f"“{name.zh}”不用催的原因是空的", f"the reason at “{name.en}” is empty")
            yield fault_in(lifecycle, said, at=str(state))


def the_clock_waits(lifecycle: Life_) -> Iterator[Fault]:
    """The clock does something only when a time has come.
    时钟只在到了时间才动。"""
    for row in lifecycle.rows:
        if row.who is Role.CLOCK and not row.if_:
            act = said_of(row)
            said = Sentence(f"时钟随时会{act.zh}，没有写明何时", f"the clock would {act.en} at any time")
            yield fault_in(lifecycle, said, by=row)


def the_clock_decides_nothing(lifecycle: Life_) -> Iterator[Fault]:
    """A time that passes approves nothing and ends nothing.
    逾期不会自动批准，也不会自动了结。"""
    settled = APPROVED | {str(state) for state in lifecycle.ended}
    for row in lifecycle.rows:
        if row.who is not Role.CLOCK:
            continue
        if row.becomes != SAME and str(row.becomes) in settled:
            there = named(lifecycle, str(row.becomes))
            zh, en = f"时间一到就会自动变为“{there.zh}”", f"a deadline that passes would make it “{there.en}”"
            yield fault_in(lifecycle, Sentence(zh, en), by=row)
        elif row.may in APPROVALS:
            said = Sentence(f"时间一到就会自动{row.may.zh}", f"a deadline that passes would {row.may.en}")
            yield fault_in(lifecycle, said, by=row)


def the_ladder_climbs(lifecycle: Life_) -> Iterator[Fault]:
    """The ladder of supervision only climbs.
    督办层级只升不降。"""
    if lifecycle.life is not Life.SUPERVISION:
        return
    climb = [state.value for state in lifecycle.states]
    for row in lifecycle.rows:
        for source in row.sources:
            to = row.target(source)
            if source in climb and to in climb and climb.index(to) <= climb.index(source):
                said = Sentence(f"{row.may.zh}之后督办层级没有升高", f"to {row.may.en} does not climb")
                yield fault_in(lifecycle, said, at=str(source), by=row)
