"""Writes docs/policy.md and docs/policy.schema.json: every setting of a policy, taken from the settings themselves."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

from duban.policy_shape import NEVER, SHAPES, words_of
from duban.samples import POLICIES
from models.policy import PolicySettings
from models.words import Life, PanelRule, Role, SupervisionState, Word
from workflows.gates import ALWAYS, gateable

DIALECT = "https://json-schema.org/draft/2020-12/schema"
HEAD = """# 督办规则

由 `make docs` 从程序生成，请勿手改。

每个单位的督办办法不同，所以规则是一份 YAML 文件，不是程序：什么时候亮灯、几时催办、谁来审核、哪件事要先审核、
谁等几天就催、能延期几次。文件里没写的，取下面的缺省值。写好的规则在 `duban/samples/policies/`：

- `default`：缺省的，每一项都写出来；
- `near_behind_late`：蓝、黄、红三色灯，分别是临近、落后、逾期；
- `points_behind`：绿、黄、红三色灯，看落后几个百分点；
- `one_order_after_another`：蓝、橙、红三色督查单，一张到期没有办结才下一张。

1. `duban policy check 规则.yaml` 检查，问题逐条指出在第几行第几列、怎么改；
2. `duban policy store 规则.yaml --name 名称 --as 计划专责 --reason 理由` 存成新的一版，存好的版本不再改动；
3. `duban lifecycle check --register --policy 名称` 对照名册，看每个审核组是不是都凑得齐人；
4. 新方案用 `duban plan import 通知 --policy 名称`；办理中的方案用 `duban plan set-policy`，要经审核组 policy 同意。

[policy.schema.json](policy.schema.json) 是同一份规则的 JSON Schema，编辑器用它提示和检查。文件第一行写上
`# yaml-language-server: $schema=` 和它的位置即可。
"""
# fmt: off
TITLES = {
    # shape          heading
    "PolicySettings": "整份规则",
    "LampSettings":   "亮灯 `lamps`",
    "Rung":           "督办层级 `ladder` 的一级",
    "PanelSettings":  "审核组 `panels` 的一组",
    "SeatSettings":   "审核组席位 `seats` 的一席",
    "WaitSettings":   "催办 `waits`（都是工作日）",
    "RhythmSettings": "定期报告 `reports`",
    "ScoreSettings":  "通报计分 `scores`（每次加减的分）",
}
RULES = {
    PanelRule.ANY:      "第一个答复就定",
    PanelRule.ALL:      "人人同意才通过，一人退回就退回",
    PanelRule.SEQUENCE: "按席位先后签，一人退回就退回",
    PanelRule.QUORUM:   "满 needed 票同意即通过；凑不够时立即退回",
    PanelRule.WEIGHT:   "同意的权重满 percent% 即通过；凑不够时立即退回",
}
# fmt: on


def page() -> str:
    """Write the page."""
    return "\n".join([HEAD, *_shapes(), *_rules(), *_words(), *_gates(), *_example()])


def _shapes() -> Iterator[str]:
    for _, shape in SHAPES:
        yield f"## {TITLES[shape.__name__]}\n"
        yield "| 设置 | 含义 | 缺省 | 可以写 | in English |\n|---|---|---|---|---|"
        for name, field in shape.model_fields.items():
            yield f"| `{name}` | {field.title} | {_default(field)} | {_allowed(field)} | {field.description} |"
        yield ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "必填"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, tuple | dict) or hasattr(value, "model_dump"):
        return "空" if not value else "见例"
    return f"`{json.dumps(value.value if isinstance(value, Word) else value)}`"


def _allowed(field: FieldInfo) -> str:
    words = words_of(field)
    if words:
        return "、".join(f"`{word}`" for word in words)
    limits = {type(limit).__name__: limit for limit in field.metadata}
    least, most = limits.get("Ge"), limits.get("Le")
    if least and most:
        return f"{least.ge} 到 {most.le}"
    return f"不小于 {least.ge}" if least else "true、false" if field.annotation is bool else ""


def _rules() -> Iterator[str]:
    yield "## 审核方式\n"
    yield "| `rule` | 叫作 | 怎样算通过 |\n|---|---|---|"
    yield from (f"| `{rule}` | {rule.zh} | {said} |" for rule, said in RULES.items())
    yield "\n时限过了从不自动通过，只会上报。一票否决的席位没有同意，什么都不算通过。\n"


def _words() -> Iterator[str]:
    yield "## 角色和督办层级\n"
    for kind in (Role, SupervisionState):
        words = [word for word in kind if word not in NEVER[kind]]
        yield "、".join(f"`{word}` {word.zh}" for word in words) + "。\n"


def _gates() -> Iterator[str]:
    yield "## 哪些事可以先审核 `gates`\n"
    yield "办的人照常办；规则允许的，先成立审核，审核组同意后才生效，生效前按当时的情况再核一遍。\n"
    for life in Life:
        acts = sorted(act for on, act in gateable() if on is life)
        if acts:
            yield f"- {life.zh}：" + "、".join(f"`{life}.{act}` {act.zh}" for act in acts)
    for (life, act), panel in ALWAYS.items():
        yield f"\n`{life}.{act}`（{act.zh}）总是先过审核组 `{panel}`，不必写。"
    yield ""


def _example() -> Iterator[str]:
    yield "## 例：缺省的规则\n"
    yield f"```yaml\n{(POLICIES / 'default.yaml').read_text(encoding='utf-8')}```\n"


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a policy file; words that no policy may use are not in it."""
    found = {"$schema": DIALECT, **PolicySettings.model_json_schema(mode="validation")}
    found["title"] = "督办规则"
    for kind in (Role, SupervisionState, PanelRule):
        words = [word for word in kind if word not in NEVER.get(kind, frozenset())]
        found["$defs"][kind.__name__] = {
            "type": "string",
            "enum": [word.value for word in words],
            "description": "、".join(f"{word}（{word.zh}）" for word in words),
        }
    gates = found["properties"]["gates"]
    gates["propertyNames"] = {"enum": sorted(f"{life}.{act}" for life, act in gateable())}
    return found


def schema_page() -> str:
    """Write the schema as a file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
