"""What has to hold in every world that can be reached; each docstring says the law in both languages."""

from collections import Counter
from collections.abc import Iterator

from models.errors import Sentence
from models.words import Act, Life, PanelRule, Role, TaskState
from workflows.exploring.attempts import FULL
from workflows.exploring.cast import Standing
from workflows.exploring.facts import facts_of
from workflows.exploring.recount import recount
from workflows.exploring.scene import Acts, Scene, Try
from workflows.exploring.search import Known, Wrong
from workflows.exploring.world import Review, World
from workflows.fault import named
from workflows.rules import NEW, Ruling, rows_for, the
from workflows.waits import wait_days


def an_end_leaves_nothing_open(known: Known, world: World) -> Iterator[Wrong]:
    """An ended task has no open review but one before its reopening, no open extension and no unsettled ladder.
    任务了结之后，除送审重新办理的以外，不再有未完的审核、延期申请和督办。"""
    if not world.ended:
        return
    if any(review.open and not (review.gated and _possible(known, world, review)) for review in world.reviews):
        said = Sentence("任务已经了结，审核还开着", "the task has ended, and its review is still open")
        yield Wrong(Life.REVIEW, said)
    if any(extension.open for extension in world.extensions):
        said = Sentence("任务已经了结，延期申请还开着", "the task has ended, and its extension is still open")
        yield Wrong(Life.EXTENSION, said)
    if any(ladder.open for ladder in world.ladders):
        said = Sentence("任务已经了结，督办还没有了结", "the task has ended, and its supervision is not settled")
        yield Wrong(Life.SUPERVISION, said)


def _possible(known: Known, world: World, review: Review) -> bool:
    """Say whether the act that a review stands before can still be done."""
    return bool(rows_for(known.lives[review.life], world.state_of(review.life, review.at), review.about))


def one_of_each_is_open(_known: Known, world: World) -> Iterator[Wrong]:
    """A task has at most one open review, one open extension and one ladder, and one gate before each act.
    一项任务同时至多一个审核、一个延期申请、一级督办，每一步之前至多一次送审。"""
    asked = Counter((r.life, r.at, r.gated, r.about) for r in world.reviews if r.open)
    if any(times > 1 for times in asked.values()):
        yield Wrong(Life.REVIEW, Sentence("同一件事有两个审核同时开着", "two reviews about the same are open"))
    if sum(extension.open for extension in world.extensions) > 1:
        yield Wrong(Life.EXTENSION, Sentence("有两个延期申请同时开着", "two extensions are open"))
    if sum(ladder.open for ladder in world.ladders) > 1:
        yield Wrong(Life.SUPERVISION, Sentence("有两级督办同时未了结", "two ladders are unsettled"))


def in_review_means_a_review(_known: Known, world: World) -> Iterator[Wrong]:
    """A task is in review exactly while its review is open.
    任务“审核中”，当且仅当它的审核开着。"""
    review = world.latest_review()
    asked = review is not None and review.open
    if world.task == TaskState.IN_REVIEW and not asked:
        yield Wrong(Life.TASK, Sentence("任务“审核中”，却没有开着的审核", "it is in review, and no review is open"))
    if asked and world.task != TaskState.IN_REVIEW and not world.ended:
        yield Wrong(Life.REVIEW, Sentence("任务不在审核中，审核还开着", "it is not in review, and its review is open"))


def an_extension_has_its_task(_known: Known, world: World) -> Iterator[Wrong]:
    """An extension is open only while its task is in progress.
    只有任务办理中，才会有待批的延期申请。"""
    asked = any(extension.open for extension in world.extensions)
    if asked and world.task != TaskState.IN_PROGRESS and not world.ended:
        said = Sentence("任务已不在办理中，延期申请还开着", "the task is not in progress, and its extension is open")
        yield Wrong(Life.EXTENSION, said)


def a_gate_has_its_act(known: Known, world: World) -> Iterator[Wrong]:
    """A review stands before an act only while the act can still be done.
    送审的那一步已经不能办了，审核随即作废。"""
    for review in world.reviews:
        if review.open and review.gated and not _possible(known, world, review):
            zh = f"要办的“{review.about.zh}”已经不能办了，审核还开着"
            yield Wrong(Life.REVIEW, Sentence(zh, f"one can no longer {review.about.en}, and its review is open"))


def a_decision_is_final(known: Known, world: World) -> Iterator[Wrong]:
    """A review whose answers decide it does not stay open.
    表态已经得出结论的审核，不会还开着。"""
    for review in world.reviews:
        if review.open and recount(known.configuration.panel(review.panel), review) is not None:
            said = Sentence("表态已经得出结论，审核还开着", "its answers decide it, and it is still open")
            yield Wrong(Life.REVIEW, said)


def a_sequence_keeps_its_order(known: Known, world: World) -> Iterator[Wrong]:
    """In a panel one after another nobody has answered before those who sit in front.
    顺序会签中，没有谁抢在前面的人之前表态。"""
    for review in world.reviews:
        answered = {answer.chair for answer in review.answers}
        in_sequence = known.configuration.panel(review.panel).rule is PanelRule.SEQUENCE
        if in_sequence and answered != set(range(len(answered))):
            yield Wrong(Life.REVIEW, Sentence("有人抢在前面的人之前表态", "somebody answered out of turn"))


def extensions_have_a_limit(known: Known, world: World) -> Iterator[Wrong]:
    """A task is never extended more often than the policy says.
    延期次数不会超过督办规则的上限。"""
    if world.extended > known.configuration.policy.extensions_at_most:
        said = Sentence("延期次数超过了上限", "it was extended more often than the policy says")
        yield Wrong(Life.EXTENSION, said)


def the_clock_sees_it(known: Known, world: World) -> Iterator[Wrong]:
    """Whatever is open has something that the clock looks at, or the reason why not is in the table.
    凡未了结的，都有时钟看着；不看的，表中写明了理由。"""
    for life, state in _unseen(known, world):
        it = named(known.lives[life], state)
        zh = f"“{it.zh}”时，时钟不看，也没有理由"
        yield Wrong(life, Sentence(zh, f"it is “{it.en}”, the clock does not look at it, and nobody says why"))


def _unseen(known: Known, world: World) -> Iterator[tuple[Life, str]]:
    acts, settings = known.rulings.acts, known.configuration
    subjects = [(Life.REVIEW, r.state) for r in world.reviews if r.open]
    subjects += [(Life.EXTENSION, e.state) for e in world.extensions if e.open]
    subjects += [(Life.SUPERVISION, ladder.state) for ladder in world.ladders if ladder.open]
    for life, state in subjects:
        if not _watched(acts, life, state) and state not in known.lives[life].untimed:
            yield life, state
    if world.ended or world.task == NEW:
        return
    waits = _watched(acts, Life.TASK, world.task) and wait_days(settings.policy, Life.TASK, world.task) is not None
    if not waits and not _looked_after(known, world):
        yield Life.TASK, world.task


def _watched(acts: Acts, life: Life, state: str) -> bool:
    return any(Role.CLOCK in who for _, who in acts.get((life, state), ()))


def _looked_after(known: Known, world: World) -> bool:
    """Say whether a task that the clock does not watch has its reason, and what the reason leans on is there."""
    if world.task not in known.lives[Life.TASK].untimed:
        return False
    if world.task == TaskState.IN_PROGRESS:
        return any(ladder.open and ladder.current for ladder in world.ladders)
    if world.task == TaskState.IN_REVIEW:
        return any(review.open and not review.gated for review in world.reviews)
    return True


FREELY = frozenset(
    {(Life.TASK, act) for act in (Act.OPEN, Act.ASSIGN, Act.CANCEL, Act.MOVE_DUE, Act.RECOUNT, Act.REASSIGN)}
    | {(Life.REVIEW, Act.RECOUNT), (Life.EXTENSION, Act.RECOUNT)}
)
"""What the system does because of the plan, of an extension, of the calendar or the register, at any time."""


def nothing_is_left_to_follow(known: Known, world: World) -> Iterator[Wrong]:
    """Between two steps nothing is left to follow: what the panel or the system would do now by itself is refused.
    每一步之后不留未办的后续；没有审核结论等缘由，审核组和系统什么也办不成。"""
    scene = Scene(known.configuration, known.rulings, world)
    subjects = [(Life.TASK, 0), *((Life.REVIEW, n) for n in range(len(world.reviews)))]
    subjects += [(Life.EXTENSION, n) for n in range(len(world.extensions))]
    subjects += [(Life.SUPERVISION, n) for n in range(len(world.ladders))]
    for life, at in subjects:
        state = world.state_of(life, at)
        for act, who in known.rulings.acts.get((life, state), ()):
            for role in who & {Role.PANEL, Role.SYSTEM} if (life, act) not in FREELY else ():
                attempt = Try(life, at, act, FULL)
                facts = facts_of(scene, attempt, Standing(None, speaks_as=role))
                if isinstance(known.rulings.ask(life, state, act, facts), Ruling):
                    zh = f"该办的都办完了，{role.zh}还可以{act.zh}"
                    yield Wrong(life, Sentence(zh, f"{the(role)} could still {act.en} it, with nothing left to follow"))
