"""The buttons of a case: what the rules offer this visitor, which fields each asks for, and what is still missing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from sqlmodel import Session, col, select

from duban.appeals import point_said, scores_of
from duban.beginnings import offered_from
from duban.desk.opened import desk_of
from duban.facts import gather
from duban.inbox.doorway import Visitor
from duban.inbox.fields import Field, field_for, new_key
from duban.inbox.gates_shown import Gates
from duban.lookups import can_be_named
from duban.names import person_names, unit_names
from duban.panel_shown import seat_names
from duban.panels import panel_of
from duban.policies import stored_policies
from duban.queries import events_of
from duban.question import Question
from duban.settings import settings
from duban.subjects import PATHS
from duban.tongue import day, listed, mark, said, say
from models.errors import Sentence
from models.found import Inspection
from models.paper import Paper
from models.policy_stored import Policy, named
from models.question import Advice, Decision, Review, Signer
from models.register import Person
from models.task import Contribution, Task
from models.values import NOTHING
from models.words import Act, ExemplarKind, Life, Owed, Role, Verdict
from workflows.lives import LIVES
from workflows.rules import Offer, offers

# fmt: off
FIRST = frozenset({
    Act.ACCEPT, Act.REPORT, Act.PASS_CHECK, Act.GRANT, Act.SUBMIT, Act.ISSUE, Act.CONCLUDE, Act.ASSIGN,
    Act.CONTRIBUTE, Act.VERIFY, Act.CLAIM_FIXED, Act.START_FIX, Act.PUBLISH, Act.UPHOLD,
})
GRAVE = frozenset({
    Act.CANCEL, Act.WITHDRAW, Act.DECLINE, Act.SEND_BACK, Act.REFUSE, Act.CIRCULATE, Act.DROP_SIGNER, Act.DISMISS,
})
# fmt: on
ELSEWHERE = frozenset({Act.CONFIRM, Act.DROP, Act.ADD, Act.AMEND})
"""Acts that have a page of their own."""


@dataclass(frozen=True, slots=True)
class Button:
    """One act as a page offers it; `missing` says why it cannot be done yet. `hidden` goes along with the form.

    `panel` tells who has to allow it first, when a policy says so.
    """

    act: Act
    label: str
    url: str
    fields: tuple[Field, ...] = ()
    missing: tuple[Sentence, ...] = ()
    tone: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    letter: str = ""
    panel: str = ""
    key: str = field(default_factory=new_key)

    @property
    def name(self) -> str:
        """Name the form, so that a refused one is found again."""
        return "-".join((self.act.value, *(value for _, value in self.hidden)))


def buttons_of(session: Session, visitor: Visitor, life: Life, subject: Any) -> list[Button]:
    """List the buttons for one subject, in the order of the life's table."""
    facts = gather(Question(desk_of(session), visitor.standing, NOTHING, visitor.now), life, subject)
    found = offers(LIVES[life], str(subject.state), facts=facts)
    url, gates = f"/{PATHS[life]}/{subject.id}/acts", Gates(session, life, subject)
    shown = []
    for offer in found:
        if offer.act is Act.DECIDE:
            shown += _verdicts(offer, url)
        elif offer.act not in ELSEWHERE and not _idle(life, offer):
            button = _button(session, offer, url, subject=subject)
            shown.append(_behind_gate(_named_for(session, visitor, button, subject), offer, gates))
    return shown


SELDOM = ((Life.REVIEW, Act.TAKE_BACK), (Life.PLAN, Act.SET_EVENT), (Life.PLAN, Act.FILE))


def _idle(life: Life, offer: Offer) -> bool:
    """Taking back is offered only when there is something to take back, a date only where an event waits for one,
    filing only where it is due."""
    return (life, offer.act) in SELDOM and bool(offer.missing)


def _behind_gate(button: Button, offer: Offer, gates: Gates) -> Button:
    """An act that a panel has to allow first is asked for, and only once."""
    panel, already = gates.before(offer), gates.already(offer.act)
    if already:
        return replace(button, missing=(already,), fields=())
    return replace(button, label=say("送审：%(act)s", act=button.label), panel=panel) if panel else button


def _named_for(session: Session, visitor: Visitor, button: Button, subject: Any) -> Button:
    """Taking back says what is taken back."""
    if not isinstance(subject, Review) or button.act is not Act.TAKE_BACK:
        return button
    undone = panel_of(desk_of(session), subject).to_take_back(visitor.standing)
    return replace(button, label=say(UNDONE[undone.__class__]))


def task_buttons(session: Session, visitor: Visitor, task: Task, ladder: Any) -> list[Button]:
    """List the buttons of a task's page: its own, asking for time, nominating, and those of supervision."""
    shown = buttons_of(session, visitor, Life.TASK, task)
    shown += beginnings(session, visitor, Life.TASK, task)
    if ladder is not None:
        shown += buttons_of(session, visitor, Life.SUPERVISION, ladder)
    return shown


def beginnings(session: Session, visitor: Visitor, life: Life, subject: Any) -> list[Button]:
    """List what can be begun from a subject."""
    found = offered_from(session, visitor.standing, subject, now=visitor.now)
    shown = [_button(session, offer, f"/{PATHS[life]}/{subject.id}/acts", subject=subject) for offer in found]
    return [_with_records(session, visitor, button, subject) for button in shown]


def _with_records(session: Session, visitor: Visitor, button: Button, subject: Any) -> Button:
    """An appeal chooses from the points of the visitor's own units."""
    if not isinstance(subject, Paper):
        return button
    mine = scores_of(session, subject.id or 0, visitor.standing.units_as(Role.LIAISON))
    options = tuple((str(one.number), point_said(one)) for one in mine)
    own: dict[str, dict[str, Any]] = {"record": {"options": options}, "reason": {"label": say("申诉理由")}}
    return replace(button, fields=tuple(replace(f, **own.get(f.name, {})) for f in button.fields))


# fmt: off
CALLED = {
    Act.REQUEST:     mark("申请延期"),
    Act.NOMINATE:    mark("推荐典型"),
    Act.FIND:        mark("登记问题"),
    Act.TAKE_BACK:   mark("拿回修改"),
    Act.PASS_ON:     mark("转办他人"),
    Act.CONSULT:     mark("委派他人提意见"),
    Act.ATTACH:      mark("上传佐证"),
    Act.ORDER:       mark("书面督办"),
    Act.REOPEN:      mark("回头看，重新办理"),
}
# fmt: on


def _button(session: Session, offer: Offer, url: str, *, subject: Any) -> Button:
    names = dict.fromkeys(offer.asks)
    if offer.act is Act.ATTACH and subject.deliverables:
        names["deliverable"] = None
    if offer.act is Act.CONTRIBUTE:
        names["text"] = None
    fields: tuple[Field, ...] = ()
    if not offer.missing:
        fields = tuple(field_for(offer.act, name, **_options(session, offer, name, subject)) for name in names)
    tone = "first" if offer.act in FIRST else "grave" if offer.act in GRAVE else ""
    missing = offer.missing
    label = _label(offer.act, subject)
    label = label[:1].upper() + label[1:]
    return Button(offer.act, label, f"{url}/{offer.act}", fields, missing, tone, letter=_LETTERS.get(offer.act, ""))


def _label(act: Act, subject: Any) -> str:
    if isinstance(subject, Paper) and act is Act.REQUEST:
        return say("对得分申诉")
    return say(CALLED[act]) if act in CALLED else said(act)


UNDONE: dict[type[Any], str] = {Advice: mark("拿回委派"), Signer: mark("拿回转办"), Decision: mark("拿回意见")}
_LETTERS = dict.fromkeys((Act.PASS_CHECK, Act.GRANT, Act.ACCEPT, Act.VERIFY, Act.UPHOLD), "a") | dict.fromkeys(
    (Act.SEND_BACK, Act.REFUSE, Act.DISMISS), "r"
)


VERDICTS = ((Verdict.YES, mark("同意"), "first", "a"), (Verdict.NO, mark("退回"), "grave", "r"))


def _verdicts(offer: Offer, url: str) -> list[Button]:
    missing = offer.missing
    opinion = field_for(offer.act, "reason")
    found = []
    for verdict, label, tone, letter in (
        (Verdict.YES, mark("同意"), "first", "a"),
        (Verdict.NO, mark("退回"), "grave", "r"),
    ):
        asked = Field(
            opinion.name,
            say("审核意见（可不填）") if verdict is Verdict.YES else say("退回理由"),
            opinion.kind,
            required=verdict is Verdict.NO,
        )
        hidden = (("verdict", verdict.value),)
        fields = () if missing else (asked,)
        found.append(Button(offer.act, say(label), f"{url}/{offer.act}", fields, missing, tone, hidden, letter))
    return found


def _options(session: Session, offer: Offer, name: str, subject: Any) -> dict[str, Any]:
    """Give the choices of a field, where it has any."""
    if name == "unit_id" and offer.act is Act.WAIVE:
        owed = select(Contribution.unit_id).where(Contribution.task_id == subject.id, Contribution.owed == Owed.OWED)
        names = unit_names(session, session.exec(owed).all())
        return {"options": tuple((str(id_), called) for id_, called in names.items()), "kind": "choice"}
    if name == "unit_id" and isinstance(subject, Inspection):
        names = unit_names(session, subject.units)
        return {"options": tuple((str(id_), names.get(id_, "")) for id_ in subject.units), "kind": "choice", "hint": ""}
    if name == "unit_id":
        return {"options": _once(session, name, lambda reading: unit_names(reading).values())}
    if name == "person_id":
        return {"options": _once(session, name, _people)}
    if name == "signer_id":
        return {"options": _seats(session, subject)}
    if name == "deliverable":
        return {"options": (("", say("（不对应具体成果）")), *((d, d) for d in subject.deliverables))}
    if name == "file":
        return {"most": settings().max_upload_mb}
    if name == "text" and offer.act is Act.SET_EVENT:
        return {"options": tuple((event, event) for event in events_of(session, subject.id)), "kind": "choice"}
    if name == "policy_id":
        return {"options": _policies(session, subject)}
    if name == "kind":
        return {"options": tuple((kind.value, said(kind)) for kind in ExemplarKind)}
    return {}


def _once(session: Session, name: str, listed_by: Callable[[Session], Iterable[str]]) -> tuple[tuple[str, str], ...]:
    """Give the names that a page offers for fields of one name; later fields of the page point to the same list."""
    if name in session.info:
        return ()
    session.info[name] = True
    return tuple((called, "") for called in listed_by(session))


def _people(session: Session) -> Iterable[str]:
    wanted = select(Person.name, Person.code).where(can_be_named())
    people = session.exec(wanted.order_by(col(Person.name))).all()
    return (f"{called}（{code}）" for called, code in people)


def _seats(session: Session, review: Any) -> tuple[tuple[str, str], ...]:
    panel = panel_of(desk_of(session), review)
    left = [s for s in panel.sitting if not s.veto and s.id not in panel.answers]
    return tuple((str(signer.id), called) for signer, called in zip(left, seat_names(session, left), strict=True))


def _policies(session: Session, plan: Any) -> tuple[tuple[str, str], ...]:
    """Offer every stored version of every policy but the plan's own, the newest first."""
    found = [policy for policy, _ in stored_policies(session) if policy.id != plan.policy_id]
    names = person_names(session, (policy.stored_by for policy in found))
    return tuple((str(p.id), _policy(p, names.get(p.stored_by, ""))) for p in reversed(found))


def _policy(policy: Policy, by: str) -> str:
    told = listed(part for part in (day(policy.stored_at), by, policy.why) if part)
    return f"{named(policy)}（{told}）"
