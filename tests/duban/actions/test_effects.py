"""Whatever a row says follows is a duty, an effect, or a column that the act changes; nothing is only words."""

from duban.actions import effects
from models.words import Then


def test_everything_that_can_follow_is_done_somewhere() -> None:
    duties = {what for what in Then if what.is_duty}
    carried_out = set(effects._EFFECTS)

    assert duties | carried_out | effects.IN_CHANGES == set(Then)
    assert not duties & carried_out
    assert not carried_out & effects.IN_CHANGES
