"""Where only a panel leads on, it has to have been asked: on the way into the state, or in it."""

import pytest
from toy import SOUND, S, changed, life

from models.words import Act, Role, Then
from workflows.proofs.ways import somebody_moves_it_on
from workflows.rules import NEW, SAME, Row
from workflows.task.guards import panel_said_yes

BY_THE_PANEL = changed(Act.ASSIGN, who=Role.PANEL, if_=(panel_said_yes,))
ASKED_FOR = (Then.OPEN_PANEL,)
# fmt: off
ASKED = [
    # when was the panel asked                        the row more                                                        is somebody missing
    ("never",                                         [],                                                                 True),
    ("on the way into the state",                     [Row(NEW, Role.PLANNER, Act.OPEN, (), S.ASKED, ASKED_FOR)],         False),
    ("by an act that stays in the state",             [Row(S.ASKED, Role.LIAISON, Act.SUBMIT, (), SAME, ASKED_FOR)],      False),
    ("on the way into another state",                 [Row(S.LOST, Role.PLANNER, Act.OPEN, (), S.BUSY, ASKED_FOR)],       True),
    ("by an act that stays in another state",         [Row(S.BUSY, Role.LIAISON, Act.SUBMIT, (), SAME, ASKED_FOR)],       True),
    ("its people answer in the state",                [Row(S.ASKED, Role.REVIEWER, Act.DECIDE, (), SAME)],                False),
    ("its people answer in another state",            [Row(S.BUSY, Role.REVIEWER, Act.DECIDE, (), SAME)],                 True),
]
# fmt: on


@pytest.mark.parametrize(("more", "missing"), [case[1:] for case in ASKED], ids=[case[0] for case in ASKED])
def test_a_panel_leads_on_where_it_was_asked(more, missing):
    found = [fault.what.zh for fault in somebody_moves_it_on(life(*BY_THE_PANEL, *more))]

    assert found == ["“已提出”之后没有人往下办，也没有审核组或者别的事项推动"] * missing


def test_where_a_person_leads_on_no_panel_is_missed():
    assert list(somebody_moves_it_on(life(*SOUND))) == []
