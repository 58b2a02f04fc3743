"""What stands around the text of an official paper: its 版头, 主送, 附注 and 版记; GB/T 9704—2012, 7.2 to 7.4."""
# ruff: noqa: E501 - the table is aligned

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from models.errors import BadInput, Sentence
from models.values import Value


class Dispatch(Value):
    """How a paper goes out; what is empty is left out. An empty number is left open for the office to fill in.

    `upward`: a paper to those above names who signs it; its number then stands left. `copy_number`: 份号, up to six
    digits. `printed_by`: 印发机关, the issuer when empty.
    """

    to: str = ""
    number: str = ""
    signer: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    note: str = ""
    upward: bool = True


AS_IT_IS = Dispatch()
"""Nothing said: no addressee, the number left open."""
SEVERAL = re.compile(r"[，,、；;]")


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a paper: its field, the form it has, what people call it, what to write."""

    field: str
    form: str
    called: Sentence
    wanted: Sentence


def _element_of(field: str, form: str, called: tuple[str, str], wanted: tuple[str, str]) -> Element:
    return Element(field, form, Sentence(*called), Sentence(*wanted))


NUMBER = "如 岭科协〔2026〕5号：六角括号，年份写全", "such as 岭科协〔2026〕5号, with 〔〕 and the whole year"
SECRECY = "密级和保密期限，如 机密★1年", "the class and for how long, such as 机密★1年"
URGENCY = "特急、加急，电报为特提、平急", "特急 or 加急; of a telegram 特提 or 平急"
NAMES = "机关名称，几个用逗号隔开", "names of bodies with commas between them"
# fmt: off
ELEMENTS: dict[str, Element] = {one.called.zh: one for one in (
    #           field          its form                          called                         what to write
    _element_of("copy_number", r"\d{1,6}",                       ("份号", "Copy number"),       ("一至六位数字，如 1", "one to six digits, such as 1")),
    _element_of("secrecy",     r"(绝密|机密|秘密)(★.+)?",          ("密级", "Secrecy"),           SECRECY),
    _element_of("urgency",     r"特急|加急|特提|平急",             ("紧急程度", "Urgency"),       URGENCY),
    _element_of("number",      r"[^\d〔〕第]+〔\d{4}〕[1-9]\d*号", ("文号", "Document number"),   NUMBER),
    _element_of("signer",      r".+",                            ("签发人", "Signed by"),       ("姓名", "a name")),
    _element_of("copies_to",   r".+",                            ("抄送", "Copies to"),         NAMES),
    _element_of("printed_by",  r".+",                            ("印发机关", "Printed by"),    ("机关名称", "the name of a body")),
    _element_of("note",        r"[^（）]+",                       ("附注", "Note"),              ("不带括号的一句话", "a sentence without brackets")),
)}
# fmt: on


def dispatch_of(said: Iterable[str], *, to: str = "") -> Dispatch:
    """Read elements as they are typed, each 名称=内容.

    Raises:
        BadInput: there is no such element, or it is not written as the standard wants it.
    """
    typed = (tuple(part.strip() for part in one.partition("=")) for one in said)
    return Dispatch(to=to, **dict(_element(name, words) for name, _, words in typed))


def dispatch_filled(given: Mapping[str, str], *, to: str = "") -> Dispatch:
    """Read elements as a form or a program names them, by their fields; what is empty is left out.

    Raises:
        BadInput: one is not written as the standard wants it.
    """
    filled = {name: given.get(element.field, "").strip() for name, element in ELEMENTS.items()}
    return Dispatch(to=to.strip(), **dict(_element(name, words) for name, words in filled.items() if words))


def _element(name: str, words: str) -> tuple[str, Any]:
    element = ELEMENTS.get(name)
    if element is None:
        known = "、".join(ELEMENTS)
        raise BadInput(
            f"没有“{name}”这个公文要素；请写成 名称=内容，名称可用：{known}。",
            f"There is no element {name!r} of a paper; write NAME=WORDS, with a NAME of {known}.",
        )
    if not re.fullmatch(element.form, words):
        raise BadInput(
            f"公文要素“{name}”不能写成“{words}”；请写{element.wanted.zh}。",
            f"The element {name} ({element.called.en}) cannot be {words!r}; write {element.wanted.en}.",
        )
    several = tuple(part.strip() for part in SEVERAL.split(words) if part.strip())
    return element.field, several if element.field == "copies_to" else words


def number_left_open(number: str, year: int) -> str:
    """Give the mark of the issuer and the year with an empty place for the number: 岭科协〔2026〕　　号."""
    mark, bracket, _ = number.partition("〔")
    return f"{mark}〔{year}〕　　号" if bracket else ""
