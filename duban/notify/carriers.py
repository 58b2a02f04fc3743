"""The channels by which a letter reaches somebody, in the order in which they are tried."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from duban.notify import email, file, in_app
from duban.notify.letter import Letter, Unsent
from models.words import Channel


@dataclass(frozen=True, slots=True)
class Carrier:
    """A channel: whether it reaches somebody, how it sends, whether sending the same letter again is seen.

    `keep` waits until what was sent is on disk, for a channel that has only written it down.
    """

    channel: Channel
    reaches: Callable[[Letter], bool]
    send: Callable[[Letter], None]
    repeat_is_seen: bool
    keep: Callable[[Sequence[Letter]], None] | None = None


# fmt: off
CARRIERS: tuple[Carrier, ...] = (
    #       channel           reaches          send          repeat is seen
    Carrier(Channel.IN_APP,   in_app.reaches,  in_app.send,  False),
    Carrier(Channel.FILE,     file.reaches,    file.send,    False, file.keep),
    Carrier(Channel.EMAIL,    email.reaches,   email.send,   True),
)
# fmt: on


def trouble_sending(carrier: Carrier, letter: Letter) -> str:
    """Send one letter through one channel; say what is in the way, "" when nothing was."""
    try:
        carrier.send(letter)
    except Unsent as problem:
        return str(problem)
    except Exception as problem:  # a letter that a channel chokes on must not stop the others
        return f"{carrier.channel.zh}送不到 {letter.person_name}：{problem}"
    return ""
