"""What stands around the text of an official paper: its 版头, 主送, 附注 and 版记; GB/T 9704—2012, 7.2 to 7.4."""

import re
from collections.abc import Iterable
from typing import Any

from models.errors import BadInput
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
# fmt: off
ELEMENTS: dict[str, tuple[str, str, str]] = {
    # called    field           its form                          what to write
    "份号":     ("copy_number", r"\d{1,6}",                       "一至六位数字，如 1"),
    "密级":     ("secrecy",     r"(绝密|机密|秘密)(★.+)?",          "密级和保密期限，如 机密★1年"),
    "紧急程度": ("urgency",     r"特急|加急|特提|平急",             "特急、加急，电报为特提、平急"),
    "文号":     ("number",      r"[^\d〔〕第]+〔\d{4}〕[1-9]\d*号", "如 岭科协〔2026〕5号：六角括号，年份写全"),
    "签发人":   ("signer",      r".+",                            "姓名"),
    "抄送":     ("copies_to",   r".+",                            "机关名称，几个用逗号隔开"),
    "印发机关": ("printed_by",  r".+",                            "机关名称"),
    "附注":     ("note",        r"[^（）]+",                       "不带括号的一句话"),
}
# fmt: on


def dispatch_of(said: Iterable[str], *, to: str = "") -> Dispatch:
    """Read elements as they are typed, each 名称=内容.

    Raises:
        BadInput: there is no such element, or it is not written as the standard wants it.
    """
    return Dispatch(to=to, **dict(map(_element, said)))


def _element(said: str) -> tuple[str, Any]:
    name, _, words = (part.strip() for part in said.partition("="))
    if name not in ELEMENTS:
        known = "、".join(ELEMENTS)
        raise BadInput(
            f"没有“{name}”这个公文要素；请写成 名称=内容，名称可用：{known}。",
            f"There is no element {name!r} of a paper; write NAME=WORDS, with a NAME of {known}.",
        )
    field, form, wanted = ELEMENTS[name]
    if not re.fullmatch(form, words):
        raise BadInput(
            f"公文要素“{name}”不能写成“{words}”；请写{wanted}。", f"The element {name} cannot be {words!r}: {wanted}."
        )
    several = tuple(part.strip() for part in SEVERAL.split(words) if part.strip())
    return field, several if field == "copies_to" else words


def number_left_open(number: str, year: int) -> str:
    """Give the mark of the issuer and the year with an empty place for the number: 岭科协〔2026〕　　号."""
    mark, bracket, _ = number.partition("〔")
    return f"{mark}〔{year}〕　　号" if bracket else ""
