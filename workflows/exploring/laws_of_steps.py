"""What has to hold of every step that can be taken; each docstring says the law in both languages."""

from collections import Counter
from collections.abc import Iterator

from models.errors import Sentence
from models.words import Act, Life, ReviewState, Role, SupervisionState, TaskState, Verdict
from workflows.exploring.recount import recount
from workflows.exploring.search import Known, Step, Wrong
from workflows.exploring.world import Review, World
from workflows.gates import BY_THE_HOUSE
from workflows.ladder import RUNGS
from workflows.proofs.fairness import APPROVED
from workflows.rules import HOUSE_ROLES

Steps = Iterator[Wrong]


def reporters_judge_nothing(_known: Known, before: World, step: Step, _after: World) -> Steps:
    """Nobody who stands behind a report checks it or answers for it, not through a deputy or a second post.
    报告人不初审、不审核自己的报告，代理、兼任也不例外。"""
    for fired in step.fired:
        by_checker = fired.life is Life.TASK and fired.role is Role.CHECKER
        on_report = fired.act is Act.DECIDE and fired.review is not None and fired.review.life is Life.TASK
        on_report = on_report and fired.review is not None and not fired.review.gated
        if (by_checker or on_report) and fired.hands & before.reporters:
            zh = f"报告人自己{fired.act.zh}"
            yield Wrong(fired.life, Sentence(zh, f"whoever reported could {fired.act.en} on it"))


def askers_grant_nothing(_known: Known, before: World, step: Step, _after: World) -> Steps:
    """Nobody who asked for an extension answers it, nor sits on the panel that is asked about it.
    延期申请人不批复自己的申请，也不审核它，代理、兼任也不例外。"""
    for fired in step.fired:
        at = fired.at if fired.life is Life.EXTENSION else _asked_about(fired.review)
        if at is None or at >= len(before.extensions) or fired.role in HOUSE_ROLES:
            continue
        if fired.act in (Act.GRANT, Act.REFUSE, Act.DECIDE) and fired.hands & before.extensions[at].askers:
            said = Sentence(f"延期申请人自己{fired.act.zh}", f"whoever asked could {fired.act.en} it")
            yield Wrong(fired.life, said)


def _asked_about(review: Review | None) -> int | None:
    return review.at if review is not None and review.life is Life.EXTENSION else None


def askers_sit_on_no_gate(_known: Known, _before: World, step: Step, _after: World) -> Steps:
    """Nobody who put a question to a panel answers it.
    送审人不在自己送审的事项上表态，代理、兼任也不例外。"""
    for fired in step.fired:
        if fired.act is Act.DECIDE and fired.review is not None and fired.hands & fired.review.askers:
            yield Wrong(Life.REVIEW, Sentence("送审人自己表态", "whoever put the question answered it"))


def one_person_answers_once(_known: Known, _before: World, step: Step, after: World) -> Steps:
    """Nobody has two answers in one review, not even through a deputy or a second post.
    一次审核中，一人只有一个表态，代理、兼任也不例外。"""
    just_before = (fired.review for fired in step.fired if fired.review is not None)
    for review in (*just_before, *after.reviews):
        hands = [hand for answer in review.answers for hand in answer.hands]
        if len(hands) > len(set(hands)):
            yield Wrong(Life.REVIEW, Sentence("同一人表态了两次", "one person has answered twice"))


def the_clock_decides_nothing(known: Known, _before: World, step: Step, _after: World) -> Steps:
    """No step of the clock, nor anything that follows from it, approves or ends anything.
    时钟的任何一步，以及由此引起的任何一步，都不批准、不了结任何事项。"""
    if step.by is None or step.by.speaks_as is not Role.CLOCK:
        return
    for fired in step.fired:
        ends = fired.becomes in APPROVED or fired.becomes in known.lives[fired.life].ended
        if ends and not fired.stays:
            there = known.lives[fired.life].states(fired.becomes)
            zh, en = f"时间一到，{fired.life.zh}就自动变为“{there.zh}”", f"time passed, and the {fired.life.en} became"
            yield Wrong(fired.life, Sentence(zh, f"{en} “{there.en}”"))


def supervision_only_climbs(_known: Known, _before: World, step: Step, _after: World) -> Steps:
    """Supervision only climbs, until it is settled.
    督办在了结之前只升不降。"""
    for fired in step.fired:
        climbed = fired.life is not Life.SUPERVISION or fired.becomes == SupervisionState.SETTLED
        if not climbed and fired.act is not Act.OPEN and _height(fired.becomes) <= _height(fired.was):
            yield Wrong(
                Life.SUPERVISION, Sentence(f"{fired.act.zh}之后督办没有升级", f"to {fired.act.en} did not climb")
            )


def supervision_waits_for_others(_known: Known, before: World, step: Step, _after: World) -> Steps:
    """Supervision does not climb while the task lies with somebody else than its lead unit.
    任务不在牵头单位手里时，督办不升级。"""
    for fired in step.fired:
        climbs = (
            fired.life is Life.SUPERVISION and fired.act is not Act.OPEN and fired.becomes != SupervisionState.SETTLED
        )
        if climbs and before.task not in (TaskState.ASSIGNED, TaskState.IN_PROGRESS):
            said = Sentence(f"任务不在牵头单位手里，还{fired.act.zh}", f"one could {fired.act.en} while others have it")
            yield Wrong(Life.SUPERVISION, said)


def _height(state: str) -> int:
    return [rung.value for rung in RUNGS].index(state) if state in RUNGS else len(RUNGS)


_COUNTED = {ReviewState.APPROVED: Verdict.YES, ReviewState.RETURNED: Verdict.NO}


def a_verdict_is_counted(known: Known, _before: World, step: Step, _after: World) -> Steps:
    """A review is approved or returned only when its answers, counted once more by the words of the rule, say so.
    审核的结论，与按规则原文另行清点表态得出的结论一致。"""
    for fired in step.fired:
        if fired.review is None or fired.stays or fired.becomes not in tuple(_COUNTED):
            continue
        if (
            recount(known.configuration.panel(fired.review.panel), fired.review)
            is not _COUNTED[ReviewState(fired.becomes)]
        ):
            there = ReviewState(fired.becomes)
            zh, en = f"清点表态得不出“{there.zh}”", f"its answers do not make it “{there.en}”"
            yield Wrong(Life.REVIEW, Sentence(zh, en))


def a_report_is_approved_by_its_panel(_known: Known, _before: World, step: Step, _after: World) -> Steps:
    """A task is closed only because its review was approved in the same step.
    任务办结，只因为它的审核在同一步通过。"""
    approved = False
    for fired in step.fired:
        approved |= fired.life is Life.REVIEW and fired.becomes == ReviewState.APPROVED
        if (fired.life, fired.becomes) == (Life.TASK, TaskState.CLOSED) and not approved:
            yield Wrong(Life.TASK, Sentence("没有审核通过，任务就办结了", "it was closed without an approval"))


def answers_are_kept(_known: Known, before: World, step: Step, after: World) -> Steps:
    """No answer is lost: none but the one that its person takes back, and no review is withdrawn once it has any.
    任何表态都不会丢失：除非本人拿回；有人表态之后，审核也不能撤回。"""
    for fired in step.fired:
        if fired.becomes == ReviewState.WITHDRAWN and fired.review is not None and fired.review.answers:
            said = Sentence("有人表态之后，审核还撤回了", "it was withdrawn after somebody had answered")
            yield Wrong(Life.REVIEW, said)
    lost_at_most = 1 if any((f.life, f.act) == (Life.REVIEW, Act.TAKE_BACK) for f in step.fired) else 0
    for review in before.reviews:
        same = next((r for r in after.reviews if r.open and _question(r) == _question(review)), None)
        if same is not None:
            lost = _answers(review) - _answers(same)
            if lost.total() > lost_at_most:
                yield Wrong(Life.REVIEW, Sentence("有人的表态不见了", "somebody's answer was lost"))


def _question(review: Review) -> tuple[Life, int, Act, bool]:
    return review.life, review.at, review.about, review.gated


def _answers(review: Review) -> Counter[tuple[frozenset[int], Verdict]]:
    return Counter((answer.hands, answer.verdict) for answer in review.answers)


def gates_are_passed(known: Known, _before: World, step: Step, _after: World) -> Steps:
    """What a policy puts a panel before happens only in the step in which the panel says yes.
    督办规则要求先送审的，只在审核通过的那一步才办。"""
    gates = known.configuration.policy.gates
    passed: set[tuple[Life, Act]] = set()
    for fired in step.fired:
        if fired.review is not None and fired.review.gated and fired.becomes == ReviewState.APPROVED:
            passed.add((fired.review.life, fired.review.about))
        what = (fired.life, fired.act)
        by_the_house = fired.role in HOUSE_ROLES and what not in BY_THE_HOUSE
        if f"{fired.life}.{fired.act}" in gates and not fired.stays and not by_the_house and what not in passed:
            yield Wrong(fired.life, Sentence(f"未经审核就{fired.act.zh}", f"one could {fired.act.en} it unasked"))


def what_follows_happens(_known: Known, _before: World, step: Step, _after: World) -> Steps:
    """What follows from an act that the rules allow is allowed as well.
    规则允许办的事，办了之后引起的事也都办得成。"""
    if step.broke is not None:
        zh, en = step.broke.what.zh, step.broke.what.en
        yield Wrong(step.fired[0].life, Sentence(f"办了之后引起的事办不成：{zh}", f"what follows is refused: {en}"))
