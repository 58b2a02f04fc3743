"""Reports as papers: drafted with their very bytes, put to the panel that the policy names, read back unchanged."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, select

from duban.actions.act import begin
from duban.appeals import keep_scores
from duban.database import reading, writing
from duban.desk.opened import desk_of
from duban.doing import do
from duban.facts_of_appeal import CIRCULAR
from duban.policies import settings_of
from models.errors import Broken, Refused
from models.paper import Paper, PaperFile
from models.policy_parts import RhythmSettings
from models.values import Actor, Attempt
from models.words import Act, Life, PaperState, Role
from workflows.moments import day_of

SYSTEM = Actor(name="系统", speaks_as=Role.SYSTEM)


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it was written: of which plan and kind, as of when, its file."""

    plan_id: int
    kind: str
    called: str
    as_of: datetime
    name: str
    content: bytes

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def key(self) -> str:
        """Name the request: the same words on the same day are the same paper."""
        return f"paper:{self.plan_id}:{self.kind}:{day_of(self.as_of)}:{self.digest[:32]}"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A paper as it stands; `hindered`: why it could not be put to its panel."""

    id: int
    state: PaperState
    hindered: str = ""

    @property
    def said(self) -> str:
        return self.state.zh + (f"（{self.hindered}）" if self.hindered else "")


def wanted(settings: RhythmSettings, kind: str) -> bool:
    """Say whether a report is kept as a paper: a circular is, for units may appeal; others where the policy asks.

    It asks when it names a panel for them, or posts that they go to.
    """
    return kind == CIRCULAR or bool(settings.review or settings.recipients)


def draft(made: Draft, *, by: Actor = SYSTEM, now: datetime) -> Drafted:
    """Keep a report as a paper and, where the policy asks, put it to its panel.

    The same report again is the same paper. Commits. That no panel can be filled is put on record, and the paper waits
    for the planner.

    Raises:
        Refused: the actor may not draft reports.
    """
    with writing() as session:
        settings = settings_of(desk_of(session), made.plan_id).reports
        paper_id = _keep(session, made, settings, by=by, now=now)
    hindered = ""
    if settings.review:
        try:
            attempt = Attempt(life=Life.PAPER, subject_id=paper_id, act=Act.SUBMIT, key=f"{made.key}:submit")
            do(attempt, by=by, now=now)
        except Refused as refused:
            hindered = refused.sentence.zh
    with reading() as session:
        state = session.get_one(Paper, paper_id).state
    return Drafted(paper_id, state, hindered if state is PaperState.DRAFTED else "")


def _keep(session: Session, made: Draft, settings: RhythmSettings, *, by: Actor, now: datetime) -> int:
    if session.get(PaperFile, made.digest) is None:
        session.add(PaperFile(sha256=made.digest, content=made.content))
        session.flush()
    paper = Paper(
        plan_id=made.plan_id,
        kind=made.kind,
        called=made.called,
        as_of=made.as_of,
        name=made.name,
        sha256=made.digest,
        size_bytes=len(made.content),
        recipients=list(settings.recipients),
        drafted_by=by.person_id,
    )
    begun = begin(session, paper, Act.OPEN, by=by, now=now, key=made.key).subject_id
    keep_scores(session, session.get_one(Paper, begun))
    return begun


def has_paper(session: Session, plan_id: int, kind: str, as_of: datetime) -> bool:
    """Say whether a report of a kind, as of a moment, is a paper already."""
    found = select(Paper.id).where(Paper.plan_id == plan_id, Paper.kind == kind, Paper.as_of == as_of)
    return session.exec(found).first() is not None


def read(session: Session, paper: Paper) -> bytes:
    """Read the bytes of a paper, and check that they are those that were drafted.

    Raises:
        Broken: they are not what they were.
    """
    content = session.get_one(PaperFile, paper.sha256).content
    if sha256(content).hexdigest() != paper.sha256:
        raise Broken(f"报告稿“{paper.name}”与拟稿时不一致，请系统操作员检查。", f"{paper.name} has been altered.")
    return content
