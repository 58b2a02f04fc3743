"""Writes the chapters of the rules that concern several lives: who is kept apart, what a panel may stand before."""

from collections.abc import Iterator

from models.errors import Sentence
from models.words import Act, Life
from workflows.gates import ALWAYS, BY_THE_HOUSE, gateable
from workflows.lives import LIVES
from workflows.proofs.fairness import FREE, KEPT_APART
from workflows.rules import sentence
from workflows.telling import Language, listed, may

# fmt: off
SAYS = {
    "apart":   Sentence("回避：谁不能办自己的事", "Kept apart: nobody decides on a matter of their own"),
    "hands":   Sentence(
        "下面各项，当事人不能给自己办。换一个身份也不行：代理人办的事，既算代理人办的，也算被代理人办的；"
        "一人兼几个岗位，仍是一个人。",
        "Nobody may do the following on a matter of their own, in whatever capacity: what a deputy does counts as "
        "done by the deputy and by whom they stand in for, and a person with several posts is one person."),
    "free":    Sentence(
        "下面各项也表示同意，却不另设回避，原因写在后面。",
        "The following say yes as well, and nobody is kept from them, for the reason given."),
    "gates":   Sentence(
        "先审后办：哪一步之前可以先经审核组审核",
        "A panel first: which steps a policy may put before a panel"),
    "how":     Sentence(
        "方案的督办规则可以规定，某一步要先经审核组同意。经办人提出以后，事项的状态暂不变动，先成立一项审核；"
        "提出的人自己不能参加审核。审核组同意的，系统当场把各项条件再核一遍，仍以提出人的名义办成，"
        "提出人那时须仍有这一角色；条件已经不具备的，就不办，把原因记在这项审核上，并告知提出人。审核组退回的，"
        "不办。等审核的时候事项有了变动，这一步已经不能再办的，这项审核作废。",
        "The policy of a plan may say that a step needs a panel’s yes first. Whoever asks for the step opens a "
        "review; nothing changes yet, and the one who asked does not sit on it. When the panel says yes, every "
        "condition is looked at again and the step is done in the name of whoever asked, who must still have the "
        "role; if a condition no longer holds, nothing is done, the review says why, and whoever asked is told. "
        "When the panel says no, nothing is done. When the matter has moved on in between, so that the step can no "
        "longer be taken, the review is moot."),
    "may":     Sentence("可以这样规定的有：", "A policy may say so of:"),
    "always":  Sentence(
        "不论督办规则怎样写，一律先审后办的有：",
        "Whatever the policy says, a panel always comes first before:"),
    "house":   Sentence(
        "由系统接着自动办、也可以这样规定的有：",
        "Though the system does them by itself, a policy may say so of:"),
    "line":    Sentence("- {life}：{acts}。", "- {life}: {acts}."),
    "because": Sentence("- {life}的{acts}：{why}。", "- {life}, to {acts}: {why}."),
    "answer":  Sentence("- {life}的{acts}：“{why}”", "- {life}, to {acts}: “{why}”"),
}
# fmt: on


def kept_apart(language: Language) -> Iterator[str]:
    """Write who may not do what on a matter of their own, what they are answered, and where nobody is kept apart."""
    guarded: dict[tuple[Life, str], list[Act]] = {}
    for (life, act), guard in KEPT_APART.items():
        guarded.setdefault((life, guard), []).append(act)
    yield f"## {_say('apart', language)}"
    yield _say("hands", language)
    yield "\n".join(
        _line("answer", life, acts, language=language).format(why=_answer(life, guard).in_language(language))
        for (life, guard), acts in guarded.items()
    )
    yield _say("free", language)
    yield "\n".join(
        _line("because", life, [act], language=language).format(why=why.in_language(language))
        for (life, act), why in FREE.items()
    )


def gates(language: Language) -> Iterator[str]:
    """Write what happens when a panel comes first, and before which steps it may, always does, or does for the "
    "house."""
    yield f"## {_say('gates', language)}"
    yield _say("how", language)
    for part, steps in (("may", gateable()), ("always", frozenset(ALWAYS)), ("house", BY_THE_HOUSE)):
        yield _say(part, language)
        yield "\n".join(
            _line("line", life, acts, language=language) for life in LIVES if (acts := _in_order(life, steps))
        )


def _in_order(life: Life, steps: frozenset[tuple[Life, Act]]) -> list[Act]:
    acts = dict.fromkeys(row.may for row in LIVES[life].rows)
    return [act for act in acts if (life, act) in steps]


def _line(part: str, life: Life, acts: list[Act], *, language: Language) -> str:
    names = listed([may(act, language) for act in acts], language)
    return _say(part, language).format(life=life.in_language(language).capitalize(), acts=names, why="{why}")


def _answer(life: Life, guard: str) -> Sentence:
    return next(sentence(g) for row in LIVES[life].rows for g in row.if_ if g.__name__ == guard)


def _say(part: str, language: Language) -> str:
    return SAYS[part].in_language(language)
