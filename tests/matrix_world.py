"""The things of the world that the matrices of the API and of the pages speak of, each by its number."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from homes import server, use
from sqlmodel import select, update
from world import PASSWORD, World

from duban import database
from duban.absences import Away, add_absence
from duban.accounts import make_account
from duban.appeals import scores_of
from duban.beginnings import Begun, Example, do_or_begin
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.feeds.links import add_feed
from duban.inbox.app import PAGES
from duban.inspections import Round, open_inspection
from duban.notify.delivering import deliver
from duban.papers import Draft, draft
from duban.posts import people_as
from duban.settings import settings
from duban.summarising import make_one
from duban.tokens import TokenWanted, add_token
from models.plan import Plan, Requirement
from models.question import Supervision
from models.record import Duty
from models.register import Account
from models.task import Evidence
from models.values import Attempt, Given
from models.words import Act, Delivery, ExemplarKind, Life, Role

COSTLY = ("circular", "appeal")
"""What takes half a second to make."""
_KEPT: dict[tuple[Path | None, str], tuple[Path, int]] = {}
_FOLDER = TemporaryDirectory(prefix="duban-worlds-")


def operator_login(world: World) -> str:
    """Give an operator an account; gives its login."""
    with writing() as session:
        first = people_as(desk_of(session), Role.OPERATOR, now=world.now)[0]
        make_account(session, first, "operator", PASSWORD)
    return "operator"


def number_of(world: World, of: str) -> int:
    """Give the number of something of the world; of a task by its stage."""
    if of in COSTLY and not server() and _untouched(settings().home):
        return _kept(world, of)
    return _NUMBERS[of](world) if of in _NUMBERS else world.tasks.get(of, 0)


def _untouched(home: Path) -> bool:
    """Nothing has been written since it was copied."""
    log = home / "duban.db-wal"
    return not log.exists() or log.stat().st_size == 0


def _kept(world: World, of: str) -> int:
    """Make it once in each world that is copied, and take over the home in which it was made from then on."""
    home, place = settings().home, (world.source, of)
    if place not in _KEPT:
        number, kept = _NUMBERS[of](world), Path(mkdtemp(dir=_FOLDER.name)) / "home"
        database.dispose()
        shutil.copytree(home, kept)
        _KEPT[place] = kept, number
    else:
        kept, number = _KEPT[place]
        database.dispose()
        shutil.rmtree(home)
        shutil.copytree(kept, home)
    use(home)
    return number


def _absence(world: World) -> int:
    away = Away(date(2026, 3, 20), date(2026, 3, 30))
    who = world.people["checker"]
    return add_absence(who.person_id or 0, away, by=who, now=world.now).id or 0


def _inspection(world: World) -> int:
    team = (world.people["supervisor"].person_id or 0,)
    wanted = Round(world.plan_id, "一季度检查", "看台账。", (1,), team, date(2026, 3, 23), date(2026, 3, 27))
    return open_inspection(wanted, by=world.people["supervisor"], now=world.now)


def _circular(world: World) -> int:
    """A circular that is out, and sent to its units; of what else waited to be told nothing is."""
    with writing() as session:
        session.exec(update(Duty).values(delivery=Delivery.DELIVERED, next_at=None))  # type: ignore[call-overload]
    paper = make_one(world.get(Life.PLAN, world.plan_id).number, "通报", now=world.now).paper_id or 0
    world.do(Life.PAPER, paper, Act.ISSUE, "planner")
    deliver(now=world.now)
    return paper


def _appeal(world: World) -> int:
    """An appeal of the museum against its first point."""
    paper = _circular(world)
    with reading() as session:
        first = scores_of(session, paper, [world.units["KJG"]])[0].number
    attempt = Attempt(
        life=Life.PAPER, subject_id=paper, act=Act.REQUEST, given=Given(record=first, reason="记录有误。")
    )
    made = do_or_begin(attempt, by=world.people["liaison"], now=world.now)
    assert isinstance(made, Begun)
    return made.id


def _paper(world: World) -> int:
    return draft(Draft(world.plan_id, "monthly", "月报", world.now, "月报.docx", b"PK report"), now=world.now).id


def _exemplar(world: World) -> int:
    attempt = Attempt(
        life=Life.TASK, subject_id=world.tasks["in_progress"], act=Act.NOMINATE, given=Given(text="送科普下乡。")
    )
    example = Example(ExemplarKind.CASE, "巡展案例")
    made = do_or_begin(attempt, by=world.people["liaison"], now=world.now, example=example)
    assert isinstance(made, Begun)
    return made.id


def _policy(world: World) -> int:
    with reading() as session:
        return session.exec(select(Plan.policy_id).where(Plan.id == world.plan_id)).one() or 0


def _feed(world: World) -> int:
    """A link of a person who is none of those that the matrices ask about."""
    return add_feed(None, by=world.people["ren"], now=world.now).feed.id or 0


def _token(world: World) -> int:
    return add_token(TokenWanted("月报"), by=world.people["ren"], now=world.now)[1].id or 0


def _account(world: World) -> int:
    """The account of a person who is none of those that the matrices ask about."""
    return world.all_of(Account, person_id=world.people["ren"].person_id)[0].id or 0


def page_routes() -> list[tuple[str, str]]:
    """List every way and address of the pages, as the application registers them."""
    routes = [route for module in PAGES for route in module.router.routes if hasattr(route, "methods")]
    return [(way, route.path) for route in routes for way in route.methods if way != "HEAD"]


# fmt: off
_NUMBERS: dict[str, Callable[[World], int]] = {
    "plan":        lambda world: world.plan_id,
    "drafted":     lambda world: world.drafted_id,
    "review":      lambda world: world.reviews["in_review"],
    "extension":   lambda world: world.extension_id,
    "finding":     lambda world: world.finding_id,
    "inspection":  _inspection,
    "circular":    _circular,
    "appeal":      _appeal,
    "paper":       _paper,
    "supervision": lambda world: world.all_of(Supervision, task_id=world.tasks["rich"])[0].id,
    "move":        lambda world: world.moves(Life.TASK, world.tasks["rich"])[0].id or 0,
    "evidence":    lambda world: world.all_of(Evidence)[0].id,
    "exemplar":    _exemplar,
    "absence":     _absence,
    "policy":      _policy,
    "requirement": lambda world: world.all_of(Requirement, plan_id=world.drafted_id)[0].id,
    "feed":        _feed,
    "token":       _token,
    "account":     _account,
    "nothing":     lambda _world: 1,
}
# fmt: on
