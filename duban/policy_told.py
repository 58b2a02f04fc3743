"""A policy in words, for a page: its panels, what has to pass one first, the ladder, the waits, the lamps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from models.policy import PanelSettings, PolicySettings
from models.words import Act, Life, PanelRule
from workflows.gates import ALWAYS

# fmt: off
PANELS = {
    # panel every policy has   what it is asked
    "plan":                    "方案送审",
    "task":                    "任务办结",
    "summary":                 "总结送审",
    "policy":                  "变更督办规则",
}
# fmt: on
YES_OR_NO = {True: "是", False: "否"}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with lines: what each is called, and what the policy says."""

    heading: str
    lines: tuple[tuple[str, str], ...]


def policy_told(settings: PolicySettings, posts: Mapping[str, str]) -> tuple[Chapter, ...]:
    """Tell a policy by chapters; `posts` names posts by code."""
    return (
        Chapter("审核组", tuple((PANELS.get(name, name), _panel(p, posts)) for name, p in settings.panels.items())),
        Chapter("须先经审核组同意的事", tuple(_gates(settings, posts))),
        Chapter("督办层级", tuple(_ladder(settings))),
        Chapter("没人办就催", tuple(_days(settings.waits))),
        Chapter("定期报告", tuple(_others(settings.reports))),
        Chapter("通报计分", tuple(_others(settings.scores))),
        Chapter("亮灯和其他", (*_others(settings.lamps), *_rest(settings))),
    )


def panel_words(panel: PanelSettings, posts: Mapping[str, str]) -> str:
    """Tell who sits on a panel and by which rule it decides."""
    return f"{_who(panel, posts)}，{_rule(panel)}"


def _who(panel: PanelSettings, posts: Mapping[str, str]) -> str:
    if not panel.seats:
        return f"全体{panel.role.zh}"
    return "、".join(
        posts.get(seat.post, seat.post)
        + (f"（权重 {seat.weight}）" if seat.weight != 1 else "")
        + ("（一票否决）" if seat.veto else "")
        for seat in panel.seats
    )


def _rule(panel: PanelSettings) -> str:
    # fmt: off
    words = {
        PanelRule.ANY:      "任一人表态即可",
        PanelRule.ALL:      "人人都要同意",
        PanelRule.SEQUENCE: "依次同意",
        PanelRule.QUORUM:   f"满 {panel.needed} 人同意",
        PanelRule.WEIGHT:   f"同意的权重达到 {panel.percent}%",
    }
    # fmt: on
    return f"{panel.rule.zh}：{words[panel.rule]}"


def _panel(panel: PanelSettings, posts: Mapping[str, str]) -> str:
    late = posts.get(panel.escalates_to, panel.escalates_to) or "领导"
    aside = "；报告单位的人回避" if panel.exclude_reporting_unit else ""
    return f"{panel_words(panel, posts)}；{panel.review_days} 个工作日内答复，超时报告{late}{aside}"


def _gates(settings: PolicySettings, posts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    gates = {f"{life}.{act}": panel for (life, act), panel in ALWAYS.items()} | settings.gates
    for name, panel in gates.items():
        life, _, act = name.partition(".")
        yield f"{Life(life).zh}：{Act(act).zh}", panel_words(settings.panels[panel], posts)


def _ladder(settings: PolicySettings) -> Iterator[tuple[str, str]]:
    for rung in settings.ladder:
        days = rung.days_after_due
        when = f"到期前 {-days} 个工作日" if days < 0 else f"逾期 {days} 个工作日" if days else "到期当天"
        yield rung.zh, when + (f"，且上一级发出后 {rung.reply_days} 个工作日未答复" if rung.reply_days else "")


def _days(waits: BaseModel) -> Iterator[tuple[str, str]]:
    for name, field in type(waits).model_fields.items():
        yield str(field.title), f"{getattr(waits, name)} 个工作日"


def _others(lamps: BaseModel) -> Iterator[tuple[str, str]]:
    for name, field in type(lamps).model_fields.items():
        yield str(field.title), str(getattr(lamps, name))


def _rest(settings: PolicySettings) -> Iterator[tuple[str, str]]:
    for name in ("extensions_at_most", "clock_stops_with_others", "reminders_a_day", "work_starts"):
        value = getattr(settings, name)
        told = YES_OR_NO[value] if isinstance(value, bool) else str(value)
        yield str(PolicySettings.model_fields[name].title), told
