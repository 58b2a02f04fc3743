"""Renders pages: the templates with the words and moments they need, and the page for every problem."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from duban.inbox.asked import word_in
from duban.inbox.rest.problems import answer
from duban.settings import settings
from models.errors import NotFound, NotYours, Problem, RuleRefused, SignInNeeded
from models.words import Act, ExtensionState, Lamp, Life, PlanState, ReviewState, Role, TaskState
from workflows.moments import day_of, shown

if TYPE_CHECKING:
    from duban.inbox.doorway import Visitor

FLASH = "flash"
ASKED = re.compile(r"asked-([0-9]{1,9})")
"""What the cookie keeps when an act was put to a panel first: the number of its review."""
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
    "consult":    "已委派，等待对方回复；回复后请你再表态。",
    "advise":     "意见已回复。",
    "pass_on":    "已转办。",
    "absent":     "外出已登记。",
    "back":       "外出已改为到昨天为止，今天起由本人办理。",
    "not_absent": "外出已取消。",
    "revoked":    "链接已作废，凭它再也取不到日历。",
    "token_revoked": "令牌已撤销，立即生效。",
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
    made.filters.update(linked=_linked, moment=_moment, day=_day, size=_size, pretty=_pretty)
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


def _linked(text: str) -> Markup:
    """Make links of the lines that are addresses of our own pages; all else stays text."""
    ours, lines = f"{settings().inbox_url}/", list[Markup]()
    for line in text.split("\n"):
        before, found, path = line.partition(ours)
        link = Markup('<a href="/{}">{}</a>').format(path, f"{ours}{path}")
        lines.append(escape(before) + link if found else escape(line))
    return Markup("\n").join(lines)


def _size(number: int) -> str:
    for unit, name in SIZES:
        if number >= unit:
            return f"{number / unit:.1f} {name}"
    return f"{number} B"


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def page(name: str, visitor: "Visitor | None" = None, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a template. The flash of the request before is shown once."""
    flash = _flash(visitor.flash) if visitor else context.pop("flash", "")
    asked = ASKED.fullmatch(visitor.flash) if visitor else None
    shown = {"visitor": visitor, "flash": flash, "flash_review": asked.group(1) if asked else "", "refused": ()}
    text = _environment().get_template(name).render(shown | context)
    made = HTMLResponse(text, status_code=status)
    if flash:
        made.delete_cookie(FLASH)
    return made


def _flash(kept: str) -> str:
    """Say what was done by the request before: an act, or a review that was opened before one."""
    if kept in FLASHES:
        return FLASHES[kept]
    if asked := ASKED.fullmatch(kept):
        return f"已送审：审核 {asked.group(1)}，审核组同意后自动办理。"
    word = word_in(kept, Act)
    return f"已办：{word.zh}。" if word else ""


def sentences(problem: Problem) -> tuple[str, ...]:
    """Give what a refused person reads, one sentence per reason."""
    if isinstance(problem, RuleRefused):
        return tuple(reason.in_language(settings().language) for reason in problem.reasons)
    return (problem.sentence.in_language(settings().language),)


def problem_page(
    request: Request, problem: Problem, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer a problem: a page for people, problem+json for programs."""
    code = status or problem.status
    if request.url.path.startswith("/api/"):
        return answer(request, problem, status=status, headers=headers)
    headline = next((zh for kind, zh in HEADLINES if isinstance(problem, kind)), "没有办成")
    if code >= 500:
        headline = "系统出了问题"
    return page("problem.html", status=code, headline=headline, told=sentences(problem))
