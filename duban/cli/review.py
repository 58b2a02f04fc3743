"""`duban review`: list, show, approve, return."""

from typing import Annotated

import typer

from duban.cli.asking import As, AsJson, Reason, actor, put, put_json, put_move
from models.words import Verdict

app = typer.Typer(no_args_is_help=True)
ReviewId = Annotated[int, typer.Argument(help="审核编号")]
SEATS = {"seat": "席位", "who": "谁", "verdict": "意见", "reason": "理由", "at": "时间"}
COLUMNS = {"id": "编号", "about": "所审事项", "rule": "规则", "answers": "已表态", "due": "时限", "state": "状态"}


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="连同已结束的")] = False,
    as_: Annotated[str, typer.Option("--as", metavar="WHO", help="只看等此人表态的")] = "",
    as_json: AsJson = False,
) -> None:
    """列出待审的事项。"""
    from duban.clock import now
    from duban.database import reading
    from duban.exports import review_rows, waiting_for

    with reading() as session:
        rows = review_rows(session, only_open=not everything)
        if as_:
            mine = waiting_for(session, actor(session, as_), now=now())
            rows = [row for row in rows if row["id"] in mine]
    put(rows, COLUMNS, as_json=as_json)


@app.command()
def show(review: ReviewId, as_json: AsJson = False) -> None:
    """显示一次审核：谁在名单里，谁说了什么。"""
    from duban.database import reading
    from duban.exports import decision_rows, review_rows

    with reading() as session:
        head = review_rows(session, only_open=False, review_id=review)
        seats = decision_rows(session, review)
    if as_json:
        put_json(head[0] | {"seats": seats})
        return
    put(head, COLUMNS, as_json=False)
    put(seats, SEATS, as_json=False)


@app.command()
def approve(review: ReviewId, as_: As = "", reason: Reason = "", as_json: AsJson = False) -> None:
    """同意。"""
    _decide(review, Verdict.YES, as_, reason, as_json)


@app.command("return")
def return_(review: ReviewId, as_: As = "", reason: Reason = "", as_json: AsJson = False) -> None:
    """退回，必须写明理由。"""
    _decide(review, Verdict.NO, as_, reason, as_json)


def _decide(review: int, verdict: Verdict, as_: str, reason: str, as_json: bool) -> None:
    from duban.clock import now
    from duban.database import reading
    from duban.doing import do
    from models.values import Attempt, Given
    from models.words import Act, Life

    with reading() as session:
        by = actor(session, as_)
    given = Given(verdict=verdict, reason=reason)
    move = do(Attempt(life=Life.REVIEW, subject_id=review, act=Act.DECIDE, given=given), by=by, now=now())
    put_move(move, as_json=as_json)
