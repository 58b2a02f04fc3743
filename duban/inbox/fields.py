"""The fields that acts ask for: what each is called, how it is typed in, and how a sent form becomes values."""

import re
import secrets
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, select
from starlette.datastructures import FormData

from duban.inbox.asked import word_in
from duban.inbox.doorway import text_of
from duban.tasks_listed import unit_called
from duban.tongue import mark, say
from models.errors import BadInput
from models.register import Person
from models.values import Given
from models.words import Act, Verdict

PERSON_CODE = re.compile(r"（([^（）]+)）$")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `kind` is text, area, date, number, choice, unit, person or file."""

    name: str
    label: str
    kind: str
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    hint: str = ""
    most: int | None = None


# fmt: off
FIELDS = {
    field.name: field for field in (
        #     name           label          kind
        Field("reason",      mark("理由"),        "area"),
        Field("text",        mark("内容"),        "area"),
        Field("due",         mark("日期"),        "date"),
        Field("percent",     mark("完成进度（%%）"), "number", required=False, most=100),
        Field("count",       mark("本次完成数量"),  "number", required=False, most=1_000_000),
        Field("unit_id",     mark("单位"),        "unit",   hint=mark("输入名称的几个字，从列表里选")),
        Field("person_id",   mark("人员"),        "person", hint=mark("输入姓名，从列表里选")),
        Field("signer_id",   mark("减去哪一位"),   "choice"),
        Field("file",        mark("文件"),        "file"),
        Field("deliverable", mark("对应的成果"),   "choice", required=False),
        Field("policy_id",   mark("督办规则"),    "choice"),
        Field("kind",        mark("类别"),        "choice"),
        Field("name",        mark("名称"),        "text"),
        Field("record",      mark("哪一条得分记录"), "choice"),
    )
}

LABELS = {
    # act            field       what it is called there
    (Act.REPORT,     "text"):    mark("办理结果（事实、措施、成效）"),
    (Act.ADD_ENTRY,  "text"):    mark("进展情况"),
    (Act.CONTRIBUTE, "text"):    mark("配合情况"),
    (Act.REQUEST,    "text"):    mark("目前进展"),
    (Act.REQUEST,    "due"):     mark("拟延至"),
    (Act.REQUEST,    "reason"):  mark("延期理由"),
    (Act.REASSIGN,   "unit_id"): mark("改派给"),
    (Act.WAIVE,      "unit_id"): mark("免报单位"),
    (Act.REOPEN,     "due"):     mark("新的时限"),
    (Act.PASS_ON,    "person_id"): mark("转给谁"),
    (Act.ADD_SIGNER, "person_id"): mark("加上谁"),
    (Act.CONSULT,    "person_id"): mark("请谁提意见"),
    (Act.CONSULT,    "text"):    mark("请对方就什么提意见"),
    (Act.ADVISE,     "text"):    mark("你的意见"),
    (Act.SET_POLICY, "policy_id"): mark("换用哪一版"),
    (Act.SET_EVENT,  "text"):    mark("哪项活动"),
    (Act.SET_EVENT,  "due"):     mark("活动日期"),
    (Act.SET_EVENT,  "reason"):  mark("依据"),
    (Act.SUBMIT,     "text"):    mark("总结报告"),
    (Act.FIND,       "text"):    mark("发现的问题"),
    (Act.FIND,       "due"):     mark("整改时限"),
    (Act.CLAIM_FIXED, "text"):   mark("整改情况"),
    (Act.NOMINATE,   "text"):    mark("事迹、做法"),
    (Act.PUBLISH,    "text"):    mark("在哪里宣传"),
    (Act.UPHOLD,     "reason"):  mark("复核意见"),
    (Act.DISMISS,    "reason"):  mark("复核意见"),
}

OPTIONAL = frozenset({(Act.ADD_ENTRY, "text"), (Act.FIND, "due")})
# fmt: on


def field_for(act: Act, name: str, **given: Any) -> Field:
    """Give the field of an act, called as it is called there."""
    field = FIELDS[name]
    label = LABELS.get((act, name), field.label)
    required = field.required and (act, name) not in OPTIONAL
    hint = say(field.hint) if field.hint else ""
    said: dict[str, Any] = {"label": say(label), "hint": hint, "required": required} | given
    return replace(field, **said)


def new_key() -> str:
    """Make the key of a form, so that sending it twice does it once."""
    return secrets.token_urlsafe(12)


def given_in(session: Session, form: FormData) -> Given:
    """Read what a form gives with an act.

    Raises:
        BadInput: a field cannot be read; the sentence says which and why.
    """
    read: dict[str, Any] = {
        "reason": text_of(form, "reason"),
        "text": text_of(form, "text"),
        "due": day_in(form, "due"),
        "percent": whole_in(form, "percent", "完成进度"),
        "count": whole_in(form, "count", "数量") or 0,
        "signer_id": whole_in(form, "signer_id", "席位"),
        "policy_id": whole_in(form, "policy_id", "督办规则"),
        "record": whole_in(form, "record", "记录编号"),
        "deliverable": text_of(form, "deliverable"),
        "unit_id": unit_called(session, text_of(form, "unit_id")) if text_of(form, "unit_id") else None,
        "person_id": person_in(session, text_of(form, "person_id")),
        "verdict": verdict_in(text_of(form, "verdict")),
    }
    try:
        return Given.model_validate(read)
    except ValidationError as wrong:
        raise _as_bad_input(wrong) from wrong


def _as_bad_input(wrong: ValidationError) -> BadInput:
    names = [str(error["loc"][0]) for error in wrong.errors()]
    labels = "、".join(FIELDS[name].label if name in FIELDS else name for name in names)
    return BadInput(
        f"“{labels}”填得太长或超出范围，请改短或改正后再交。", f"Too long or out of range: {', '.join(names)}."
    )


def day_in(form: FormData, name: str) -> date | None:
    """Read a day.

    Raises:
        BadInput: it is none.
    """
    text = text_of(form, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as wrong:
        raise BadInput(
            f"“{text}”不是日期，请写成 2026-03-31 的样子。", f"{text} is no day; write 2026-03-31."
        ) from wrong


def whole_in(form: FormData, name: str, label: str) -> int | None:
    """Read a whole number.

    Raises:
        BadInput: it is none.
    """
    text = text_of(form, name)
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput(f"{label}“{text}”不是整数，请填数字。", f"{name}: {text} is no whole number.")
    return int(text) if text else None


def verdict_in(text: str) -> Verdict | None:
    """Read a yes or no; anything else is neither."""
    return word_in(text, Verdict)


def person_in(session: Session, text: str) -> int | None:
    """Find the person written as 姓名（编码）, as a code, or as a name that only one has.

    Raises:
        BadInput: nobody is written so, or more than one.
    """
    if not text:
        return None
    code = PERSON_CODE.search(text)
    by_code = select(Person.id).where(Person.code == (code.group(1) if code else text))
    found = session.exec(by_code).all() or session.exec(select(Person.id).where(Person.name == text)).all()
    if len(found) != 1:
        raise BadInput(
            f"名册里有 {len(found)} 个人是“{text}”，请从列表里选。",
            f"{len(found)} people are {text}; choose from the list.",
        )
    return found[0]
