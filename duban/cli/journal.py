"""`duban journal`: door: who came in or was refused at the door, and how somebody signs in was changed."""

from typing import Annotated

import typer

from duban.cli.asking import AsJson, put
from duban.cli.helping import Commands

app = Commands(no_args_is_help=True)
COLUMNS = {
    "at": "时间",
    "event": "种类",
    "times": "次数",
    "who": "谁",
    "address": "来自",
    "about": "对象",
    "why": "说明",
}


@app.callback()
def journal() -> None:
    """记录。"""


@app.command()
def door(
    event: Annotated[str, typer.Option("--event", help="只看一种，如 sign_in（登录被拒）")] = "",
    page: Annotated[int, typer.Option("--page", min=1, help="第几页，最新的在前")] = 1,
    as_json: AsJson = False,
) -> None:
    """列出门禁记录：谁登录了，谁在门口被拒绝，谁的登录方式变了。"""
    from duban.database import reading
    from duban.identity.record import door_page, event_called
    from duban.names import person_names
    from workflows.moments import shown

    asked = event_called(event) if event else None
    with reading() as session:
        found = door_page(session, number=page, event=asked)
        names = person_names(session, (row.person_id for row in found.rows))
    rows = [
        {
            "at": row.last_at.isoformat() if as_json else shown(row.last_at),
            "event": row.event.value if as_json else row.event.zh,
            "times": row.times,
            "who": names.get(row.person_id, "") or row.login,
            "address": row.address,
            "about": row.about,
            "why": row.why,
        }
        for row in found.rows
    ]
    put(rows, COLUMNS, as_json=as_json)
