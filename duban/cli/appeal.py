"""`duban appeal`: appeals against scores: add, list, act, history; and the scores that can be appealed against."""

from typing import Annotated

import typer

from duban.cli.asking import As, AsJson, Reason, actor, put
from duban.cli.found import app_of
from models.words import Life

BEGUN = {"id": "编号"}

appeal = app_of(Life.APPEAL)
PaperId = Annotated[int, typer.Argument(help="通报（报告稿）的编号")]
SCORES = {"number": "记录", "unit": "单位", "called": "缘由", "worth": "分值", "what": "事项", "score": "该单位得分"}


@appeal.command()
def scores(number: PaperId, as_json: AsJson = False) -> None:
    """列出一份通报的得分记录。"""
    from duban.appeals import scores_of
    from duban.database import reading
    from duban.names import unit_names
    from duban.subjects import load

    with reading() as session:
        load(session, Life.PAPER, number)
        found = scores_of(session, number)
        units = unit_names(session, {one.unit_id for one in found})
    put([one.model_dump() | {"unit": units.get(one.unit_id, "")} for one in found], SCORES, as_json=as_json)


@appeal.command()
def add(
    number: PaperId,
    record: Annotated[int, typer.Option("--record", min=1, help="对第几号得分记录申诉")],
    reason: Reason = "",
    as_: As = "",
    as_json: AsJson = False,
) -> None:
    """对通报的一条得分记录提出申诉。"""
    from duban.beginnings import Begun, do_or_begin
    from duban.clock import now
    from duban.database import reading
    from models.values import Attempt, Given
    from models.words import Act

    with reading() as session:
        by = actor(session, as_)
    given = Given(record=record, reason=reason)
    begun = do_or_begin(Attempt(life=Life.PAPER, subject_id=number, act=Act.REQUEST, given=given), by=by, now=now())
    if isinstance(begun, Begun):
        put([{"id": begun.id}], BEGUN, as_json=as_json)
