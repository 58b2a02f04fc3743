"""What the commands share: who acts, which plan, unit or act is meant, and how a move is told."""

from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any

import typer

from duban.cli.shown import put, put_json, put_path, read
from duban.tongue import said, say

if TYPE_CHECKING:
    from sqlmodel import Session

    from models.errors import Sentence
    from models.plan import Plan
    from models.values import Actor
    from models.words import Act, Life

__all__ = [
    "As",
    "AsJson",
    "Reason",
    "act_called",
    "actor",
    "in_language",
    "plan_called",
    "put",
    "put_json",
    "put_move",
    "put_path",
    "read",
]

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]
As = Annotated[str, typer.Option("--as", metavar="WHO", help="以谁的身份：人员编码、登录名或姓名")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]


def in_language(sentence: "Sentence") -> str:
    """Say something in the language of the setting."""
    return said(sentence)


def actor(session: "Session", who: str) -> "Actor":
    """Find the person a command acts as.

    Raises:
        BadInput: nobody, or more than one person, goes by that name.
    """
    from duban.lookups import person_named
    from models.errors import BadInput

    if not who.strip():
        raise BadInput(
            "请用 --as 写明以谁的身份办理，例如 --as ji.xiaozhou。", "Say as whom to act, with --as PERSON_CODE."
        )
    return person_named(session, who)


def plan_called(session: "Session", called: str) -> "Plan":
    """Find a plan by its number or its id.

    Raises:
        NotFound: there is no such plan.
    """
    from duban.lookups import plan_named

    return plan_named(session, called)


def act_called(life: "Life", called: str, *, not_here: "frozenset[Act]" = frozenset()) -> "Act":
    """Find the act of a life that is meant, by its word or its Chinese phrase; `not_here` are done elsewhere.

    Raises:
        BadInput: people cannot do such a thing to this life.
    """
    from models.errors import BadInput
    from workflows.lives import LIVES
    from workflows.rules import acts_of_people

    known = [act for act in acts_of_people(LIVES[life]) if act not in not_here]
    found = next((act for act in known if called.strip() in (act.value, act.zh)), None)
    if found is not None:
        return found
    near = get_close_matches(called, [act.value for act in known], n=1, cutoff=0.6)
    hint_zh, hint_en = (f"是不是 {near[0]}？", f" Did you mean {near[0]}?") if near else ("", "")
    raise BadInput(
        f"对{life.zh}不能“{called}”。{hint_zh}可以：{'、'.join(f'{act.value}（{act.zh}）' for act in known)}。",
        f"One cannot {called} a {life.en}.{hint_en} Possible: {', '.join(known)}.",
    )


def put_move(move: Any, *, as_json: bool, attempt: Any = None) -> None:
    """Say what an act changed; of an `attempt` that a panel has to allow first, which review was opened."""
    from duban.database import reading
    from duban.doing import review_before
    from duban.subjects import load
    from models.words import Act

    review = review_before(attempt, move) if attempt is not None else None
    if as_json:
        told = move.model_dump(mode="json")
        put_json(told | {"asked": {"act": attempt.act, "review": review}} if review else told)
        return
    if review:
        typer.echo(say("已送审：审核 %(review)s，审核通过后办理。", review=review))
        return
    with reading() as session:  # what followed from the move may have moved it on
        state = load(session, move.life, move.subject_id).state
    what = {"life": said(move.life), "id": move.subject_id, "act": said(Act(move.act)), "state": said(state)}
    typer.echo(say("%(life)s %(id)s：%(act)s，现为“%(state)s”。", **what))
