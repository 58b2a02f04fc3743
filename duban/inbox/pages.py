"""Renders pages: the templates with the words and moments they need, and the page for every problem."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from duban.inbox.asked import word_in
from duban.settings import settings
from models.errors import NotFound, NotYours, Problem, RuleRefused, SignInNeeded
from models.words import Act, ExtensionState, Lamp, Life, PlanState, ReviewState, Role, TaskState
from workflows.moments import day_of, shown

if TYPE_CHECKING:
    from duban.inbox.doorway import Visitor

FLASH = "flash"
SIZES = ((1024 * 1024, "MB"), (1024, "KB"))

# fmt: off
HEADLINES: tuple[tuple[type[Problem], str], ...] = (
    (NotFound,     "找不到"),
    (NotYours,     "不能查看"),
    (SignInNeeded, "请先登录"),
)

FLASHES = {
    "accept":     "已签收，可以开始办理。",
    "report":     "已报告，等待督查员初审。",
    "pass_check": "初审已通过，已送审核组。",
    "send_back":  "已退回承办单位重办。",
    "attach":     "佐证材料已上传。",
    "add_entry":  "进展已填报。",
    "request":    "延期申请已提交，等待批复。",
    "nominate":   "已推荐。",
    "find":       "问题已登记。",
    "decide":     "意见已记录。",
    "confirm":    "已确认。",
    "password":   "密码已修改，请用新密码登录。",
    "signed_out": "已退出。",
}
# fmt: on


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(moment=_moment, day=_day, size=_size, pretty=_pretty)
    made.globals.update(
        Act=Act, Life=Life, Lamp=Lamp, Role=Role, TaskState=TaskState, PlanState=PlanState, ReviewState=ReviewState
    )
    made.globals.update(ExtensionState=ExtensionState)
    return made


def _moment(value: datetime | None) -> str:
    return shown(value) if value else "—"


def _day(value: date | datetime | None) -> str:
    if value is None:
        return "—"
    return (day_of(value) if isinstance(value, datetime) else value).isoformat()


def _size(number: int) -> str:
    for unit, name in SIZES:
        if number >= unit:
            return f"{number / unit:.1f} {name}"
    return f"{number} B"


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def page(name: str, visitor: "Visitor | None" = None, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a template. The flash of the request before is shown once."""
    flash = FLASHES.get(visitor.flash, _done(visitor.flash)) if visitor else context.pop("flash", "")
    text = _environment().get_template(name).render({"visitor": visitor, "flash": flash, "refused": (), **context})
    answer = HTMLResponse(text, status_code=status)
    if flash:
        answer.delete_cookie(FLASH)
    return answer


def _done(act: str) -> str:
    word = word_in(act, Act)
    return f"已办：{word.zh}。" if word else ""


def sentences(problem: Problem) -> tuple[str, ...]:
    """Give what a refused person reads, one sentence per reason."""
    if isinstance(problem, RuleRefused):
        return tuple(reason.in_language(settings().language) for reason in problem.reasons)
    return (problem.sentence.in_language(settings().language),)


def problem_page(request: Request, problem: Problem, *, status: int | None = None) -> Response:
    """Answer a problem: a page for people, an object for programs."""
    code = status or problem.status
    if request.url.path.startswith("/api/"):
        return JSONResponse(as_told(problem), status_code=code)
    headline = next((zh for kind, zh in HEADLINES if isinstance(problem, kind)), "没有办成")
    if code >= 500:
        headline = "系统出了问题"
    return page("problem.html", status=code, headline=headline, told=sentences(problem))


def as_told(problem: Problem) -> Mapping[str, Any]:
    """Give a problem as an object for programs."""
    reasons = [{"zh": r.zh, "en": r.en} for r in problem.reasons] if isinstance(problem, RuleRefused) else []
    return {
        "error": type(problem).__name__,
        "zh": problem.sentence.zh,
        "en": problem.sentence.en,
        "reasons": reasons,
    }
