"""Writes the page that a person who is no programmer reads and signs: every life, state by state."""

from collections.abc import Iterator
from typing import Any

from duban.lifecycle_chapters import gates, kept_apart
from models.errors import Sentence
from models.words import Life
from workflows.drawing import mermaid, states, table
from workflows.lives import LIVES
from workflows.rules import NEW, Lifecycle, phrase
from workflows.telling import Language, Told, closing, told

# fmt: off
INTROS = {
    Life.PLAN: Sentence(
        "一份印发的通知及其工作方案。读入后由计划专责逐条确认，审核组审定，再印发分解；审定之后、"
        "印发之前还可以拿回；任务全部了结、总结报告再送审、审定之后，才能总结归档。途中变更督办规则，须先经审核。",
        "One issued notice with its work plan. The planner confirms what was read, requirement by requirement; a "
        "panel approves it, and until it is issued it can be taken back; issuing it hands its tasks out. It is "
        "concluded when every task has ended and its summary report, submitted in its turn, is approved. A change of "
        "its policy needs a panel."),
    Life.TASK: Sentence(
        "一条任务要求，对一个单位（或个人、小组、地区、结对）、一个周期，就是一项任务。拟办、交办、办理、报告、"
        "审核、办结，一步一步往下走；压在谁手里，到了时间就催谁。",
        "One requirement for one unit (or person, group, region, pair) and one period. It goes step by step "
        "through plan, assignment, execution, report and review until it is closed; whoever it lies with too long "
        "is urged."),
    Life.REVIEW: Sentence(
        "向几个人提出的一个问题：同意还是退回。或签，一人表态即定；会签，人人同意才通过；顺序会签，按次序逐个签署；"
        "票签，同意的人够数即通过；加权票签，同意的票权够比例即通过。有一票否决权的人退回，就是退回；他没有表态，"
        "就不能通过。轮到的人可以委派别人先提意见，意见回来之后仍由本人表态；也可以写明理由转办；"
        "后面的人还没有办的，可以拿回重来。逾期不表态，只会催办、报告上一级，绝不视为同意。",
        "A question put to several people: yes, or return it. By “any one” the first answer decides; by “all” "
        "everybody has to agree; by “one after another” they sign in order; by “quorum” enough of them have to "
        "agree; by “weight” a percentage of all weights has to. Whoever has a veto returns it alone, and nothing "
        "is approved before they have answered. Whoever’s turn it is may first ask somebody for advice and still "
        "answers in person, may pass the seat on with a reason, and may take back what they did while nobody after "
        "them has acted. Silence past the deadline is urged and told to the post above, and never taken for a yes."),
    Life.EXTENSION: Sentence(
        "申请把时限往后移。必须在时限届满之前申请，写明理由、进展和确切日期；申请人不能批自己的申请；"
        "原时限永久保留。",
        "A request for a later deadline. It is asked for before the deadline, with reason, progress and the exact "
        "date; nobody grants a request of their own; the first deadline is kept for ever."),
    Life.SUPERVISION: Sentence(
        "一项任务在一个时限之下的督办阶梯：提醒、催办、书面督办、约谈、通报。只升不降；上一级没有回应，"
        "到了日子才升下一级。牵头单位签收、填报进展、上传材料、申请延期或报告，就是回应，等候从那天重新起算；"
        "情节严重的，督办专员可以写明理由直接从高一级开始。",
        "The ladder of one task under one deadline: remind, urge, order in writing, summon, name in a circular. It "
        "only climbs, each rung after the one before went unanswered. The lead unit answers by signing for the task, "
        "by an entry, a file, a request for a later deadline or a report, and the wait begins anew that day; a "
        "supervisor may start higher and says why."),
    Life.FINDING: Sentence(
        "督查中发现的问题。交办整改，报整改完成，由别人核实后才算了结；核实之后又出现，重新整改。",
        "A problem found in supervision. It is handed out, fixed, claimed fixed, and stays open until somebody "
        "else has verified the fix; it can be reopened later."),
    Life.EXEMPLAR: Sentence(
        "典型人、典型事、典型单位、典型案例。单位推荐，计划专责采纳，再行宣传。",
        "A typical person, deed, unit or case: nominated by a unit, accepted by the office, published."),
    Life.PAPER: Sentence(
        "按流转记录写成的一份报告稿，连同文件和它的摘要值一起保存，此后一字不改。督办规则要求的，先送审核组；"
        "同意即印发到收文岗位，退回即了结，改写的另成一稿。",
        "A report drafted from the ledger, kept with its file and the digest of it; no word of it changes afterwards. "
        "Where the policy asks, a panel is asked first: its yes sends it to the posts it is for, its no ends it, and "
        "what is written anew is another paper."),
    Life.INSPECTION: Sentence(
        "一轮检查：查什么、查哪些单位、谁去查、从哪天到哪天。开始时告知被检查单位，发现的问题逐个登记交办，"
        "结束时把结论反馈给它们。",
        "A round of inspection: what is looked at, at which units, by whom, from when until when. The units are told "
        "when it begins; each problem found is put down and handed out; at the end they are told what came of it."),
    Life.APPEAL: Sentence(
        "单位对通报中一条得分记录的申诉。通报印发后，在督办规则规定的工作日内，由该单位联络员写明理由提出；与这条记录、"
        "这份通报无关的人写明理由作出复核。已经印发的通报不改；申诉成立的，在下一份通报里更正。",
        "A unit’s objection to one point of a circular: lodged by its liaison with a reason, within the working days "
        "of the policy after the circular went out; decided with a reason by somebody who had no part in the point or "
        "in the circular. What was published stays; what is upheld is corrected in the next circular."),
}
SAYS = {
    # what is said     in Chinese                                       in English
    "title":  Sentence("流转规则",                                        "Lifecycles"),
    "lead":   Sentence(
        "本页由程序按规则表生成，与程序执行的规则是同一份；表上没有的，一律办不成。引号里的整句，"
        "是条件不满足时当事人看到的答复。",
        "Generated from the tables that the program decides by; what is not in them cannot happen. The sentences "
        "in quotation marks are what a person reads when a condition does not hold."),
    "of":     Sentence("{}：{}",                                         "{}: {}"),
    "begin":  Sentence("怎样开始",                                       "how it begins"),
    "all":    Sentence("一览",                                           "all rows"),
    "answer": Sentence("“{}”",                                          "“{}”"),
}
# fmt: on


def page(language: Language = "zh") -> str:
    """Write the page: every life with its states and its table, who is kept apart, what a panel may precede."""
    parts = [f"# {_say('title', language)}", _say("lead", language)]
    for life, lifecycle in LIVES.items():
        parts += _life(life, lifecycle, language)
    return "\n\n".join([*parts, *kept_apart(language), *gates(language)]) + "\n"


def _life(life: Life, lifecycle: Lifecycle[Any], language: Language) -> Iterator[str]:
    yield f"## {_capital(life.in_language(language))}"
    yield INTROS[life].in_language(language)
    yield f"```mermaid\n{mermaid(lifecycle, language)}\n```"
    for state in states(lifecycle):
        called = _say("begin", language) if state == NEW else phrase(lifecycle, state).in_language(language)
        yield _heading(life, called, language)
        rows = told(lifecycle, state, language)
        if rows:
            yield "\n".join(_row(row, language) for row in rows)
        yield from closing(lifecycle, state, language)
    yield _heading(life, _say("all", language), language)
    yield table(lifecycle, language)


def _heading(life: Life, called: str, language: Language) -> str:
    return "### " + _say("of", language).format(_capital(life.in_language(language)), called)


def _row(row: Told, language: Language) -> str:
    """Write a row; its only answer stands behind it, several stand below."""
    answers = [_say("answer", language).format(answer) for answer in row.otherwise]
    if not answers:
        return f"- {row.may}"
    space = " " if language == "en" else ""
    if len(answers) == 1:
        return f"- {row.may}{space}{row.unless}{space}{answers[0]}"
    return "\n".join([f"- {row.may}{space}{row.unless}", *(f"  - {answer}" for answer in answers)])


def _say(what: str, language: Language) -> str:
    return SAYS[what].in_language(language)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
