"""`duban review`: list, show, approve, return, and what else signers, advisers and askers do with an open review."""

from typing import Annotated, Any

import typer

from duban.cli.asking import As, AsJson, Reason, actor, put, put_json, put_move
from duban.cli.helping import Commands
from duban.cli.shown import lacking, offered, put_facts
from duban.tongue import listed, said, say
from models.words import Act, Verdict

app = Commands(no_args_is_help=True)
ReviewId = Annotated[int, typer.Argument(help="审核编号")]
PersonCode = Annotated[str, typer.Option("--person", metavar="CODE", help="人员编码、登录名或姓名")]
Text = Annotated[str, typer.Option("--text", help="内容")]

# fmt: off
SEATS = {
    "signer": "席位号", "seat": "席位", "weight": "权重", "sits": "在岗", "state": "情况", "who": "谁",
    "reason": "理由", "at": "时间",
}
COLUMNS = {"id": "编号", "about": "所审事项", "rule": "审核规则", "answers": "已表态", "due": "时限", "state": "状态"}
ASKED = {"question": "请示事项", "given": "内容", "outcome": "结果"}
# fmt: on


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="连同已结束的")] = False,
    as_: Annotated[str, typer.Option("--as", metavar="WHO", help="只看等此人表态的")] = "",
    as_json: AsJson = False,
) -> None:
    """列出待审的事项。"""
    from duban.clock import now
    from duban.database import reading
    from duban.reviews_listed import review_rows

    with reading() as session:
        rows = review_rows(session, only_open=not everything)
        if as_:
            from duban.records_shown import waiting_for  # the rules of reviews, which a list of all does not ask

            mine = waiting_for(session, actor(session, as_), now=now())
            rows = [row for row in rows if row["id"] in mine]
    put(rows, COLUMNS, as_json=as_json)


@app.command()
def show(review: ReviewId, as_: As = "", as_json: AsJson = False) -> None:
    """显示一次审核：谁在名单里，谁说了什么；写明 --as 时还列出此人现在能办什么、还缺什么。"""
    from duban.clock import now
    from duban.database import reading
    from duban.records_shown import review_facts_for_people

    with reading() as session:
        by = actor(session, as_) if as_ else None
        told = review_facts_for_people(session, review, by=by, now=now())
    if as_json:
        put_json(told)
        return
    put([told], COLUMNS, as_json=False)
    if told["asked"]:
        given = [say("%(label)s：%(text)s", label=label, text=value) for label, value in told["asked"]["given"].items()]
        put_facts(told["asked"] | {"given": given}, ASKED)
    put([_seat(seat) for seat in told["seats"]], _columns(told["seats"]), as_json=False)
    for seat in told["seats"]:
        for note in _notes(seat):
            typer.echo(say("%(label)s：%(text)s", label=seat["seat"], text=note))
    for can in told.get("can", []):
        typer.echo(say("可办：%(act)s", act=offered(can)) + lacking(can))


def _columns(seats: list[dict[str, Any]]) -> dict[str, str]:
    """Weights are told only when they differ."""
    same = all(seat["weight"] == 1 for seat in seats)
    return {name: label for name, label in SEATS.items() if not (same and name == "weight")}


def _seat(seat: dict[str, Any]) -> dict[str, Any]:
    return seat | {
        "seat": seat["seat"] + (say("（一票否决）") if seat["veto"] else ""),
        "sits": listed(seat["holders"]),
        "state": _state(seat),
    }


def _state(seat: dict[str, Any]) -> str:
    if seat["dropped"]:
        return say("已减签")
    if seat["verdict"]:
        return said(seat["verdict"])
    if any(not advice["answer"] and not advice["taken_back"] for advice in seat["advice"]):
        return say("等待委派意见")
    return say("待表态") if seat["waits"] else ""


def _notes(seat: dict[str, Any]) -> list[str]:
    told = [seat["passed_on"]] if seat["passed_on"] else []
    told += [
        say(
            "%(who)s %(at)s 拿回“%(verdict)s”", who=gone["who"], at=gone["taken_back_at"], verdict=said(gone["verdict"])
        )
        + (gone["reason"] and say("（%(aside)s）", aside=gone["reason"]))
        for gone in seat["taken_back"]
    ]
    for advice in seat["advice"]:
        came = say("已拿回") if advice["taken_back"] else advice["answer"] or say("等待回复")
        asked = {"by": advice["by"], "of": advice["of"], "question": advice["question"], "came": came}
        told.append(say("%(by)s 委派 %(of)s：%(question)s——%(came)s", **asked))
    return told


@app.command()
def approve(review: ReviewId, as_: As = "", reason: Reason = "", as_json: AsJson = False) -> None:
    """同意。"""
    _do(review, Act.DECIDE, as_, as_json, verdict=Verdict.YES, reason=reason)


@app.command("return")
def return_(review: ReviewId, as_: As = "", reason: Reason = "", as_json: AsJson = False) -> None:
    """退回，必须写明理由。"""
    _do(review, Act.DECIDE, as_, as_json, verdict=Verdict.NO, reason=reason)


@app.command("pass-on")
def pass_on(review: ReviewId, person: PersonCode, reason: Reason = "", as_: As = "", as_json: AsJson = False) -> None:
    """转办：把自己的席位转给别人，由对方表态。"""
    _do(review, Act.PASS_ON, as_, as_json, person=person, reason=reason)


@app.command()
def consult(review: ReviewId, person: PersonCode, text: Text = "", as_: As = "", as_json: AsJson = False) -> None:
    """委派：请别人先提意见（--text 写明就什么提意见），回复后自己再表态。"""
    _do(review, Act.CONSULT, as_, as_json, person=person, text=text)


@app.command()
def advise(review: ReviewId, text: Text = "", as_: As = "", as_json: AsJson = False) -> None:
    """回复委派：写明自己的意见（--text）。"""
    _do(review, Act.ADVISE, as_, as_json, text=text)


@app.command("take-back")
def take_back(review: ReviewId, as_: As = "", as_json: AsJson = False) -> None:
    """拿回：依次拿回还没回复的委派、对方还没表态的转办、自己的意见。"""
    _do(review, Act.TAKE_BACK, as_, as_json)


@app.command("add-signer")
def add_signer(
    review: ReviewId, person: PersonCode, reason: Reason = "", as_: As = "", as_json: AsJson = False
) -> None:
    """加签：再请一个人表态。"""
    _do(review, Act.ADD_SIGNER, as_, as_json, person=person, reason=reason)


@app.command("drop-signer")
def drop_signer(
    review: ReviewId,
    signer: Annotated[int, typer.Option("--signer", help="席位号，见 duban review show")],
    reason: Reason = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """减签：去掉一个还没表态的席位。"""
    _do(review, Act.DROP_SIGNER, as_, as_json, signer_id=signer, reason=reason)


@app.command()
def withdraw(review: ReviewId, reason: Reason = "", as_: As = "", as_json: AsJson = False) -> None:
    """撤回送审；有人表态后不能撤回。"""
    _do(review, Act.WITHDRAW, as_, as_json, reason=reason)


def _do(review: int, act: Act, as_: str, as_json: bool, *, person: str = "", **given: Any) -> None:
    from duban.clock import now
    from duban.database import reading
    from duban.doing import do
    from duban.lookups import person_named
    from models.values import Attempt, Given
    from models.words import Life

    with reading() as session:
        by = actor(session, as_)
        person_id = person_named(session, person).person_id if person else None
    attempt = Attempt(life=Life.REVIEW, subject_id=review, act=act, given=Given(person_id=person_id, **given))
    put_move(do(attempt, by=by, now=now()), as_json=as_json)
    if not as_json:
        _put_outcome(review)


def _put_outcome(review: int) -> None:
    """Say whether what a panel allowed was done, or why it could not be."""
    from duban.database import reading
    from duban.given_words import asked_for
    from duban.subjects import load
    from models.words import Life

    with reading() as session:
        asked = asked_for(session, load(session, Life.REVIEW, review))
    if asked and asked.outcome:
        typer.echo(asked.outcome)
