"""SQLModel and transitions as their tutorials show them: load the row, a machine around it, add a log row, commit."""

from datetime import UTC, datetime

from rounds import FOLDER, LIFE, STATES, URL, serve
from sqlalchemy import event
from sqlmodel import Field, Session, SQLModel, create_engine
from transitions import Machine


class Task(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    state: str = "planned"
    version: int = 1


class Log(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    at: datetime
    act: str
    became: str
    person: int


def _connected(connection, _record):
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _begun(connection):
    connection.exec_driver_sql("BEGIN IMMEDIATE")


if URL:
    engine = create_engine(URL, pool_size=32)
else:
    engine = create_engine(f"sqlite:///{FOLDER}/naive.db", connect_args={"timeout": 60})
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begun)

SQLModel.metadata.create_all(engine)
TRANSITIONS = [{"trigger": n, "source": s, "dest": t} for n, s, t in dict.fromkeys(LIFE)]


class Model:
    """What the machine drives."""


def new() -> int:
    with Session(engine) as session:
        task = Task()
        session.add(task)
        session.commit()
        return task.id


def act(task_id: int, name: str) -> None:
    with Session(engine) as session:
        task = session.get_one(Task, task_id, with_for_update=True)
        model = Model()
        Machine(model, states=list(STATES), transitions=TRANSITIONS, initial=task.state, auto_transitions=False)
        getattr(model, name)()
        task.state, task.version = model.state, task.version + 1
        session.add(Log(task_id=task_id, at=datetime.now(UTC), act=name, became=task.state, person=7))
        session.commit()


serve(new, act)
