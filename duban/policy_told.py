"""A policy in words, for a page: its panels, what has to pass one first, the ladder, the waits, the lamps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from duban.tongue import listed, lookup, mark, said, say
from models.policy import PanelSettings, PolicySettings
from models.words import Act, Life, PanelRule, Role
from workflows.gates import ALWAYS

# fmt: off
PANELS = {
    # panel every policy has   what it is asked
    "plan":                    mark("方案送审"),
    "task":                    mark("任务办结"),
    "summary":                 mark("总结送审"),
    "policy":                  mark("变更督办规则"),
}
# fmt: on
YES_OR_NO = {True: mark("是"), False: mark("否")}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with lines: what each is called, and what the policy says."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def policy_told(settings: PolicySettings, posts: Mapping[str, str]) -> tuple[Chapter, ...]:
    """Tell a policy by chapters; `posts` names posts by code."""
    return (
        Chapter(say("审核组"), tuple(_panels(settings, posts))),
        Chapter(say("须先经审核组同意的事"), tuple(_gates(settings, posts))),
        Chapter(say("督办层级"), tuple(_ladder(settings, posts))),
        Chapter(say("没人办就催"), tuple(_days(settings.waits))),
        Chapter(say("定期报告"), tuple(_others(settings.reports))),
        Chapter(say("通报计分"), tuple(_others(settings.scores))),
        Chapter(say("亮灯和其他"), (*_others(settings.lamps), *_rest(settings))),
    )


def _panels(settings: PolicySettings, posts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, panel in settings.panels.items():
        yield say(PANELS[name]) if name in PANELS else name, _panel(panel, posts)


def panel_words(panel: PanelSettings, posts: Mapping[str, str]) -> str:
    """Tell who sits on a panel and by which rule it decides."""
    return say("%(who)s，%(rule)s", who=_who(panel, posts), rule=_rule(panel))


def _who(panel: PanelSettings, posts: Mapping[str, str]) -> str:
    if not panel.seats:
        return say("全体%(role)s", role=said(panel.role))
    return listed(
        posts.get(seat.post, seat.post)
        + (say("（权重 %(n)s）", n=seat.weight) if seat.weight != 1 else "")
        + (say("（一票否决）") if seat.veto else "")
        for seat in panel.seats
    )


def _rule(panel: PanelSettings) -> str:
    # fmt: off
    words = {
        PanelRule.ANY:      say("任一人表态即可"),
        PanelRule.ALL:      say("人人都要同意"),
        PanelRule.SEQUENCE: say("依次同意"),
        PanelRule.QUORUM:   say("满 %(n)s 人同意", n=panel.needed),
        PanelRule.WEIGHT:   say("同意的权重达到 %(n)s%%", n=panel.percent),
    }
    # fmt: on
    return say("%(rule)s：%(words)s", rule=said(panel.rule), words=words[panel.rule])


def _panel(panel: PanelSettings, posts: Mapping[str, str]) -> str:
    late = posts.get(panel.escalates_to, panel.escalates_to) or said(Role.LEADER)
    aside = say("；报告单位的人回避") if panel.exclude_reporting_unit else ""
    told = say(
        "%(panel)s；%(days)s 个工作日内答复，超时报告%(late)s",
        panel=panel_words(panel, posts),
        days=panel.review_days,
        late=late,
    )
    return told + aside


def _gates(settings: PolicySettings, posts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    gates = {f"{life}.{act}": panel for (life, act), panel in ALWAYS.items()} | settings.gates
    for name, panel in gates.items():
        life, _, act = name.partition(".")
        yield (
            say("%(life)s：%(act)s", life=said(Life(life)), act=said(Act(act))),
            panel_words(settings.panels[panel], posts),
        )


def _ladder(settings: PolicySettings, posts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for rung in settings.ladder:
        days = rung.days_after_due
        when = say("到期当天")
        if days:
            when = say("逾期 %(n)s 个工作日", n=days) if days > 0 else say("到期前 %(n)s 个工作日", n=-days)
        unanswered = say("，且上一级发出后 %(n)s 个工作日未答复", n=rung.reply_days) if rung.reply_days else ""
        names = "、".join(posts.get(code, code) for code in rung.posts)
        told = say("；告知%(posts)s", posts=names) if names else ""
        yield rung.called or said(rung.to), when + unanswered + told


def _days(waits: BaseModel) -> Iterator[tuple[str, str]]:
    for name, field in type(waits).model_fields.items():
        yield lookup(str(field.title)), say("%(n)s 个工作日", n=getattr(waits, name))


def _others(lamps: BaseModel) -> Iterator[tuple[str, str]]:
    for name, field in type(lamps).model_fields.items():
        yield lookup(str(field.title)), str(getattr(lamps, name))


def _rest(settings: PolicySettings) -> Iterator[tuple[str, str]]:
    for name in ("extensions_at_most", "clock_stops_with_others", "reminders_a_day", "work_starts", "work_ends"):
        value = getattr(settings, name)
        told = say(YES_OR_NO[value]) if isinstance(value, bool) else str(value)
        yield lookup(str(PolicySettings.model_fields[name].title)), told
