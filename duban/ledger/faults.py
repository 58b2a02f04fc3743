"""What can be wrong with the ledger, one sentence for each, and how what was found is kept."""
# ruff: noqa: E501 - the table is aligned

from collections import Counter
from dataclasses import dataclass, field

from models.errors import Sentence
from models.values import Value
from models.words import Life, Word

NAMED_AT_MOST = 20
"""How many faults of one kind are told one by one; the rest are counted."""

# fmt: off
SENTENCES: dict[str, Sentence] = {
    # the Moves against what was sealed
    "changed":    Sentence("流转记录 {move}（{about}）被改过：与封存时不同。",
                           "Move {move} ({about}) was changed: it is not what was sealed."),
    "removed":    Sentence("流转记录 {move} 被删了：它封存在第 {place} 位，现在没有了。",
                           "Move {move} was deleted: it is sealed at place {place} and is no longer there."),
    "inserted":   Sentence("流转记录 {move}（{about}）是后来插进去的：它排在已封存的记录之间，却没有封存。",
                           "Move {move} ({about}) was put in later: it stands among sealed Moves and is not sealed."),
    "place":      Sentence("封存的第 {place} 位空缺：有人删了封存的位置。",
                           "Place {place} of the tree is empty: somebody has deleted leaves."),
    # the tree against its heads
    "root":       Sentence("第 {seal} 次封存（共 {size} 条）签下的根，与现在账上的不符：从第 {since} 条之后起，账被重写过。",
                           "The root signed by seal {seal} ({size} Moves) is not that of the ledger: it was rewritten somewhere after Move {since}."),
    "short":      Sentence("第 {seal} 次封存时有 {size} 条，现在账上只有 {there} 条：末尾被截掉了。",
                           "Seal {seal} covers {size} Moves, the ledger has {there}: its tail was cut off."),
    "unheld":     Sentence("账上有 {there} 个封存位置，最后一次封存只签到第 {size} 个：多出的没有人签过，或封存记录被删。",
                           "The tree has {there} leaves, the last seal signs {size}: nobody has signed the rest, or seals were deleted."),
    "numbering":  Sentence("第 {seal} 次封存接不上前一次：应从第 {size} 条之后开始，写的是 {since}；或中间的封存被删。",
                           "Seal {seal} does not follow the one before: it should go on after {size} Moves, not {since}; or seals were deleted."),
    "signature":  Sentence("第 {seal} 次封存的签名不对：内容被改过。",
                           "The signature of seal {seal} does not hold: it was changed."),
    "stranger":   Sentence("第 {seal} 次封存是用别的钥匙 {key} 签的，不是我们的。",
                           "Seal {seal} is signed by {key}, which is no key of ours."),
    "hash":       Sentence("第 {seal} 次封存用的算法 {key} 不能用，或中途换过。",
                           "Seal {seal} uses the hash {key}, which cannot be computed here or is not that of the ledger."),
    "filed":      Sentence("第 {seal} 次封存与当时写下的凭证 {file} 不一样：数据库或凭证被换过。",
                           "Seal {seal} is not the one written to {file}: the database or the file was replaced."),
    "behind":     Sentence("{file} 是第 {seal} 次封存的凭证，数据库里却没有这一次：数据库是较早的副本，或末尾被删。",
                           "{file} is the head of seal {seal}, which the database does not have: it is an older copy, or its tail was deleted."),
    # the ledger against heads kept outside
    "outside_signature": Sentence("外面保存的凭证 {file} 不是我们的钥匙签的，或被改过，不能用来对照。",
                           "The head kept outside, {file}, is not signed by a key of ours, or was changed: nothing can be compared with it."),
    "ahead":      Sentence("外面保存的凭证 {file} 封到 {size} 条，账上只有 {there} 条：数据库被换成较早的副本，或末尾被截掉。",
                           "The head kept outside, {file}, covers {size} Moves, the ledger has {there}: the database is an older copy, or its tail was cut off."),
    "forked":     Sentence("账与外面保存的凭证 {file}（{size} 条）不是同一本：从头到第 {size} 条之间被重写过，或另有一本。",
                           "The ledger is not the one of the head kept outside, {file} ({size} Moves): it was rewritten within those, or there are two."),
    # the state against the Moves
    "state":      Sentence("{about}现为“{state}”，最后一条流转记录 {move} 说的是“{became}”：状态被人绕过流转改了。",
                           "{about_en} is {state}, but its last Move {move} says {became}: the state was changed without a Move."),
    "version":    Sentence("{about}是第 {version} 版，最后一条流转记录 {move} 是第 {last} 版：有记录被删，或版次被改。",
                           "{about_en} has version {version}, its last Move {move} has {last}: Moves were deleted, or the version was changed."),
    "dense":      Sentence("{about}的流转记录缺第 {version} 版：流转记录 {move} 之前有记录被删。",
                           "{about_en} lacks the Move to version {version}: one before Move {move} was deleted."),
    "chain":      Sentence("{about}的流转记录 {move} 从“{state}”出发，前一条停在“{became}”：接不上。",
                           "Move {move} of {about_en} starts from {state}, but the one before ended in {became}."),
    "no_moves":   Sentence("{about}没有一条流转记录：它不是经办产生的。",
                           "{about_en} has no Move at all: nobody has begun it."),
    "no_subject": Sentence("流转记录 {move} 说的{about}不存在：它被删了。",
                           "{about_en}, of which Move {move} speaks, is not there: it was deleted."),
    "guards":     Sentence("数据库里拦住改动的触发器 {key} 不见了：有人拆过，请查明是谁。",
                           "The trigger {key}, which refuses changes, is gone: somebody has taken it away; find out who."),
}
# fmt: on


class Fault(Value):
    """One thing that is wrong, and where."""

    kind: str
    zh: str
    en: str
    life: str | None = None
    subject_id: int | str | None = None
    move_id: int | None = None
    seal: int | None = None


@dataclass(slots=True)
class Faults:
    """What was found, in order: at most so many of a kind, and how many there are of each."""

    found: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(
        self, kind: str, *, subject: tuple[str, int] | None = None, move: int | None = None, seal: int | None = None,
        **words: object,
    ) -> None:  # fmt: skip
        """Note one fault. `subject`: life and id; `words`: what its sentence says beside."""
        self.counts[kind] += 1
        if self.counts[kind] > NAMED_AT_MOST:
            return
        life, subject_id = subject or (None, None)
        zh, en = _called(subject)
        said = words | {"about": zh, "about_en": en, "move": move, "seal": seal}
        sentence = SENTENCES[kind]
        self.found.append(
            Fault(
                kind=kind,
                zh=sentence.zh.format(**{name: _phrase(one, "zh") for name, one in said.items()}),
                en=sentence.en.format(**{name: _phrase(one, "en") for name, one in (said | {"about": en}).items()}),
                life=life,
                subject_id=subject_id,
                move_id=move,
                seal=seal,
            )
        )


def _phrase(value: object, language: str) -> object:
    return value.in_language(language) if isinstance(value, Word) else value


def _called(subject: tuple[str, int] | None) -> tuple[str, str]:
    if subject is None:
        return "", ""
    life, number = subject
    known = life in set(Life)
    return f"{Life(life).zh if known else life} {number}", f"{Life(life).en if known else life} {number}"
