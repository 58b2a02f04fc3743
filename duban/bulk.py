"""Many acts at once for a person: first shown what each would come to, then confirmed exactly as shown.

A preview does the acts by the same rules in a transaction that is rolled back. What can be done is kept with the
version of each subject, under a token that only the page of the preview has. Confirming uses the token up; a subject
that has moved on since is refused, and hinders no other.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, delete

from duban.actions.act import desk_on
from duban.actions.many import Many, act_many
from duban.database import reading, trying, writing
from duban.desk.trouble import broken, trouble
from duban.doing import record_refusal
from duban.subjects import TABLES, load
from models.errors import BadInput, Problem, Refused, Sentence, SomeoneWasFirst
from models.preview import Preview
from models.values import NOTHING, Actor, Attempt, Given
from models.words import Act, Life, ReviewState
from workflows.lives import LIVES
from workflows.rules import phrase

LASTS = timedelta(minutes=30)
MOST = 100


@dataclass(frozen=True, slots=True)
class Several:
    """One act that somebody wants to do to several subjects, given by their numbers."""

    life: Life
    act: Act
    ids: tuple[int, ...]
    given: Given = NOTHING


@dataclass(frozen=True, slots=True)
class Fate:
    """What an act comes to for one subject: from which state to which, or why not.

    `then`: what the subject of a review becomes by its answer. `review`: the one opened to ask a panel first.
    """

    subject_id: int
    version: int
    came_from: Sentence | None = None
    became: Sentence | None = None
    then: Sentence | None = None
    review: int | None = None
    refused: Problem | None = None


def foresee(several: Several, *, by: Actor, now: datetime) -> list[Fate]:
    """Say what the act would come to for each subject, in the order given. Nothing is written.

    Raises:
        BadInput: more subjects than fit on a page, or none.
    """
    if not 0 < len(several.ids) <= MOST:
        raise BadInput(f"一次选 1 到 {MOST} 项，请重新选。", f"Choose 1 to {MOST} at a time.")
    with reading() as session:
        versions = {id_: load(session, several.life, id_).version for id_ in several.ids}
    attempts = [_attempt(several, id_, version) for id_, version in versions.items()]
    return _done(attempts, by=by, now=now, for_good=False)


def keep_preview(several: Several, fates: Sequence[Fate], *, by: Actor, now: datetime) -> str:
    """Keep what can be done of a preview; gives the token with which it can be confirmed. Commits."""
    token = secrets.token_urlsafe(32)
    with writing() as session:
        session.exec(delete(Preview).where(col(Preview.made_at) < now - LASTS))
        session.add(
            Preview(
                token_sha256=_digest(token),
                person_id=by.person_id or 0,
                life=several.life,
                act=several.act,
                given=several.given.model_dump(mode="json", exclude_defaults=True),
                subjects=[[fate.subject_id, fate.version] for fate in fates if fate.refused is None],
                made_at=now,
            )
        )
    return token


def kept_preview(session: Session, token: str, *, by: Actor, now: datetime) -> Preview:
    """Find a preview that can still be confirmed.

    Raises:
        BadInput: there is none, it is somebody else's, it was confirmed already or is too old.
    """
    found = session.get(Preview, _digest(token))
    if found is None or found.person_id != by.person_id or now - found.made_at >= LASTS:
        raise BadInput(
            "这份预览已经办过，或者已过半小时，没有再办。请回到待我办理，重新选择并预览。",
            "This preview was confirmed already, or is older than half an hour; choose and look again.",
        )
    return found


def several_of(preview: Preview) -> Several:
    """Say what a preview is about."""
    ids = tuple(id_ for id_, _ in preview.subjects)
    return Several(preview.life, preview.act, ids, Given.model_validate(preview.given))


def confirm(token: str, *, by: Actor, now: datetime) -> list[Fate]:
    """Do what a preview showed, one Move each, and use it up. Refusals are recorded. Commits.

    Raises:
        BadInput: see `kept_preview`.
    """
    with writing() as session:
        preview = kept_preview(session, token, by=by, now=now)
        session.delete(preview)
    several = several_of(preview)
    attempts = [
        _keyed(_attempt(several, id_, version), f"bulk:{preview.token_sha256[:24]}:{id_}")
        for id_, version in preview.subjects
    ]
    return _done(attempts, by=by, now=now, for_good=True)


def _keyed(attempt: Attempt, key: str) -> Attempt:
    return attempt.model_copy(update={"key": key})


def _attempt(several: Several, subject_id: int, version: int) -> Attempt:
    return Attempt(life=several.life, subject_id=subject_id, act=several.act, given=several.given, version=version)


def _done(attempts: Sequence[Attempt], *, by: Actor, now: datetime, for_good: bool) -> list[Fate]:
    try:
        with writing() if for_good else trying() as session:
            with desk_on(session) as desk:
                found = act_many(desk, attempts, by=by, now=now)
            for place, refused in found.refused.items() if for_good else ():
                record_refusal(session, attempts[place], refused, by=by, now=now)
            return [_fate(session, found, place, attempt) for place, attempt in enumerate(attempts)]
    except trouble() as problem:
        raise broken(problem) from problem


def _fate(session: Session, found: Many, place: int, attempt: Attempt) -> Fate:
    fate = Fate(attempt.subject_id, attempt.version or 0)
    move = found.moved.get(place)
    if move is None:
        return replace(fate, refused=found.refused.get(place) or _passed(attempt))
    if move.life is Life.REVIEW and attempt.life is not Life.REVIEW:
        return replace(fate, review=move.subject_id)
    subject = load(session, attempt.life, attempt.subject_id)  # what followed in the same transaction counts too
    said = LIVES[attempt.life]
    came_from, became = phrase(said, move.became_from), phrase(said, str(subject.state))
    return replace(fate, came_from=came_from, became=became, then=_then(session, attempt, subject))


def _passed(attempt: Attempt) -> Refused:
    return SomeoneWasFirst(f"{attempt.life.zh} {attempt.subject_id}")


def _then(session: Session, attempt: Attempt, subject: Any) -> Sentence | None:
    """Say what the subject of a review is, once the panel has spoken."""
    if attempt.life is not Life.REVIEW or subject.state is ReviewState.OPEN:
        return None
    about = session.get(TABLES[subject.life], subject.subject_id, populate_existing=True)
    return phrase(LIVES[subject.life], str(about.state)) if about is not None else None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()
