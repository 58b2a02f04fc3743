"""Renders pages: the templates with the words and moments they need, and the page for every problem."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from duban.file_kinds import SHOWN_INLINE
from duban.inbox.asked import word_in
from duban.inbox.cookies import FLASH, drop_cookie
from duban.inbox.marked import CALLED
from duban.inbox.rest.problems import answer
from duban.notices.doubts import doubt_told
from duban.settings import settings
from duban.tongue import (
    LANGUAGES,
    day,
    html_language,
    listed,
    lookup,
    lookup_many,
    mark,
    moment,
    period,
    said,
    say,
    spoken,
    told,
)
from models.errors import NotFound, NotYours, Problem, ProofNeeded, RuleRefused, SignInNeeded
from models.file_words import FileNote
from models.words import Act, ExtensionState, Lamp, Life, PlanState, ReviewState, Role, TaskState

if TYPE_CHECKING:
    from duban.inbox.doorway import Visitor

ASKED = re.compile(r"asked-([0-9]{1,9})")
"""What the cookie keeps when an act was put to a panel first: the number of its review."""
SIZES = ((1024 * 1024, "MB"), (1024, "KB"))

# fmt: off
HEADLINES: tuple[tuple[type[Problem], str], ...] = (
    (NotFound,     mark("找不到")),
    (NotYours,     mark("不能查看")),
    (SignInNeeded, mark("请先登录")),
    (ProofNeeded,  mark("请先验明身份")),
)

FLASHES = {
    "accept":     mark("已签收，可以开始办理。"),
    "report":     mark("已报告，等待督查员初审。"),
    "pass_check": mark("初审已通过，已送审核组。"),
    "send_back":  mark("已退回承办单位重办。"),
    "attach":     mark("佐证材料已上传。"),
    "add_entry":  mark("进展已填报。"),
    "request":    mark("延期申请已提交，等待批复。"),
    "nominate":   mark("已推荐。"),
    "find":       mark("问题已登记。"),
    "decide":     mark("意见已记录。"),
    "confirm":    mark("已确认。"),
    "consult":    mark("已委派，等待对方回复；回复后请你再表态。"),
    "advise":     mark("意见已回复。"),
    "pass_on":    mark("已转办。"),
    "absent":     mark("外出已登记。"),
    "back":       mark("外出已改为到昨天为止，今天起由本人办理。"),
    "not_absent": mark("外出已取消。"),
    "said":       mark("已发表。"),
    "inspecting": mark("检查已开始，被检查单位会收到通知。"),
    "paper_request": mark("申诉已提出，等待复核。"),
    "revoked":    mark("链接已作废，凭它再也取不到日历。"),
    "token_revoked": mark("令牌已撤销，立即生效。"),
    "password":   mark("密码已修改，请用新密码登录。"),
    "signed_out": mark("已退出。"),
    "codes_off":  mark("动态码已停用，此后登录只问密码。"),
    "linked":     mark("已关联，下次可以用统一身份认证登录。"),
    "unlinked":   mark("已取消关联。"),
    "ended":      mark("已结束，那个浏览器立即退出。"),
    "ended_all":  mark("其他登录都已结束。"),
    "account_unlock":    mark("已解锁，密码不变。"),
    "account_codes_off": mark("动态码已停用，本人下次登录只问密码。"),
    "account_end":       mark("此人的全部登录都已结束。"),
    "account_close":     mark("账号已停用，不能再登录，令牌也不再有效。"),
    "account_reopen":    mark("账号已恢复，可以用原来的密码登录。"),
}
# fmt: on


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(lookup, lookup_many, newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(linked=_linked, size=_size, pretty=_pretty, doubt=doubt_told)
    made.filters.update(
        moment=moment,
        day=day,
        period=period,
        said=said,
        spoken=told,
        listed=listed,
        named=_named,
        unquoted=_unquoted,
        role=Role,
    )
    made.globals.update(html_language=html_language, spoken_now=spoken, LANGUAGES=LANGUAGES)
    made.globals.update(
        Act=Act, Life=Life, Lamp=Lamp, Role=Role, TaskState=TaskState, PlanState=PlanState, ReviewState=ReviewState
    )
    made.globals.update(ExtensionState=ExtensionState, FileNote=FileNote, SHOWN_INLINE=SHOWN_INLINE, CALLED=CALLED)
    return made


QUOTES = "\u300a\u300b"
"""The marks around a title; the pages set titles apart in their own way."""


def _unquoted(title: str) -> str:
    return title.strip(QUOTES)


def _named(id_: int, names: Mapping[int | None, str]) -> str:
    return names.get(id_, "")


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
    context_shown = {"visitor": visitor, "flash": flash, "flash_review": asked.group(1) if asked else "", "refused": ()}
    text = _environment().get_template(name).render(context_shown | context)
    made = HTMLResponse(text, status_code=status)
    if flash:
        drop_cookie(made, FLASH)
    return made


def _flash(kept: str) -> str:
    """Say what was done by the request before: an act, or a review that was opened before one."""
    if kept in FLASHES:
        return say(FLASHES[kept])
    if asked := ASKED.fullmatch(kept):
        return say("已送审：审核 %(id)s，审核组同意后自动办理。", id=asked.group(1))
    word = word_in(kept, Act)
    return say("已办：%(act)s。", act=said(word)) if word else ""


def sentences(problem: Problem) -> tuple[str, ...]:
    """Give what a refused person reads, one sentence per reason."""
    if isinstance(problem, RuleRefused):
        return tuple(said(reason) for reason in problem.reasons)
    return (said(problem.sentence),)


def problem_page(
    request: Request, problem: Problem, *, status: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer a problem: a page for people, problem+json for programs."""
    code = status or problem.status
    if request.url.path.startswith("/api/"):
        return answer(request, problem, status=status, headers=headers)
    headline = next((zh for kind, zh in HEADLINES if isinstance(problem, kind)), mark("没有办成"))
    if code >= 500:
        headline = mark("系统出了问题")
    return page("problem.html", status=code, headline=say(headline), told=sentences(problem))
