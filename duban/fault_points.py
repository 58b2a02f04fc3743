"""Named steps at which a test kills the program or makes it fail, to see what is left; unarmed they do nothing.

The environment variable DUBAN_FAULT_POINT arms one: `NAME` kills at the first reach, `NAME:3` at the third,
`NAME:1:disk_full` raises an error of `ERRORS` there instead, once. `POINTS` says what is done at each by then.
"""

import errno
import os
import signal
from collections.abc import Callable
from itertools import count

# fmt: off
POINTS: dict[str, str] = {
    # name                 what is done by then
    "act.begun":           "the transaction is open, nothing is read",
    "act.asked":           "the rules have said yes, nothing is written",
    "act.moved":           "the Move, its records and its Duties are on the desk, nothing that follows from it",
    "act.followed":        "everything that follows is on the desk too",
    "act.compared":        "Moves, Duties and new rows are written, no state is changed yet",
    "act.before_commit":   "the whole transaction is written, not committed",
    "act.committed":       "it is on disk, nobody has been told",
    "act_many.begun":      "the transaction is open, none of the many is read",
    "act_many.compared":   "Moves and new rows of those alike are written, no state of theirs is changed yet",
    "act_many.written":    "a thousand acts are written, not committed",
    "session.before_commit": "an act with more around it, as files, is written, not committed",
    "session.committed":   "it is on disk, nobody has been told",
    "deliver.claimed":     "duties are claimed, none is told",
    "deliver.allotting":   "how each person is told is written, not committed",
    "deliver.allotted":    "how each person is told is on disk, nobody is told",
    "deliver.worded":      "a duty is addressed and in words, not sent",
    "deliver.sent":        "a channel has taken a letter, nobody has noted it",
    "deliver.noted":       "a letter that must not go out twice is noted as told, its duty is still open",
    "deliver.settling":    "what was told is written, not committed",
    "deliver.settled":     "what was told is on disk",
    "bundle.closed":       "a bundle gathers no more, it has no words yet",
    "bundle.worded":       "the words of a bundle are on disk, it is not sent",
    "bundle.sent":         "a channel has taken a bundle, nobody has noted it",
    "bundle.settling":     "what was told together is written, not committed",
    "bundle.settled":      "what was told together is on disk",
    "webhook.claimed":     "postings are claimed, none is posted",
    "webhook.posted":      "an address has answered, nobody has noted it",
    "seal.hashed":         "Moves are read and hashed",
    "seal.signed":         "the head is signed, nothing is stored",
    "seal.stored":         "leaves and head are written, not committed",
    "seal.committed":      "leaves and head are on disk, the head has no file",
    "seal.filed":          "the head has its file",
}
ERRORS: dict[str, Callable[[], BaseException]] = {
    # name           what is raised
    "disk_full":     lambda: OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
    "interrupted":   KeyboardInterrupt,
    "no_memory":     MemoryError,
}
# fmt: on
Armed = Callable[[str], None]


def reach(name: str) -> None:
    """Say that a step is reached."""
    if _armed is not None:
        _armed(name)


def arm(wanted: str) -> None:
    """Arm a point in this process, `NAME[:NTH[:ERROR]]`; "" disarms.

    Raises:
        ValueError: there is no such point or error.
    """
    global _armed  # one look at a module's name is what an unarmed step costs
    _armed = _read(wanted) if wanted else None


def _read(wanted: str) -> Armed:
    name, _, rest = wanted.partition(":")
    nth, _, error = (rest or "1").partition(":")
    if name not in POINTS or not nth.isdecimal() or error not in ("", *ERRORS):
        raise ValueError(f"DUBAN_FAULT_POINT names no point: {wanted!r}. Points: {', '.join(POINTS)}.")
    reached = count(1)

    def act(at: str) -> None:
        if at != name or next(reached) != int(nth):
            return
        if error:
            raise ERRORS[error]()
        os.kill(os.getpid(), signal.SIGKILL)

    return act


_armed: Armed | None = None
arm(os.environ.get("DUBAN_FAULT_POINT", ""))
