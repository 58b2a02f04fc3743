"""duban itself: eight acts of people through the door, in this environment."""

from rounds import FOLDER, URL, serve

from bench.world import CHECKER, LIAISON, NOW, crowd, use
from duban.doing import do
from models.values import Attempt, Given
from models.words import Act, Life

# fmt: off
STEPS = (
    # who      act             with
    (LIAISON,  Act.REPORT,     {"text": "已完成。"}),
    (CHECKER,  Act.SEND_BACK,  {"reason": "缺清单。"}),
    (LIAISON,  Act.REPORT,     {"text": "已补。"}),
    (LIAISON,  Act.TAKE_BACK,  {"reason": "还有一项。"}),
    (LIAISON,  Act.REPORT,     {"text": "已补齐。"}),
    (CHECKER,  Act.SEND_BACK,  {"reason": "数量不对。"}),
    (LIAISON,  Act.REPORT,     {"text": "已改。"}),
    (CHECKER,  Act.PASS_CHECK, {}),
)
# fmt: on
use(FOLDER, URL)
there = crowd(2000)
waiting = list(there.tasks)


def life(task: int) -> list[int]:
    return [task, 0]


def act(state: list[int], _name: str) -> None:
    """Take the next of our own steps: as many as the others', each a change of state by somebody who may."""
    who, what, given = STEPS[state[1]]
    state[1] += 1
    do(Attempt(life=Life.TASK, subject_id=state[0], act=what, given=Given(**given)), by=there.people[who], now=NOW)


serve(lambda: life(waiting.pop()), act)
