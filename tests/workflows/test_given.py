"""What every life asks of what was given: the shared guards, and that nothing given is nothing at all."""

import pytest

from models.values import NOTHING, Given
from models.words import Life
from workflows.given import Asking, late, reason_given, text_given
from workflows.lives import LIVES


def test_whoever_asks_with_nothing_has_no_role_no_hands_and_gave_nothing():
    assert Asking() == Asking(roles=frozenset(), hands=frozenset(), given=NOTHING, late=False)
    assert Given() == NOTHING


@pytest.mark.parametrize("guard", [reason_given, text_given, late])
def test_of_nothing_no_shared_guard_is_true(guard):
    assert guard(Asking()) is False


def test_a_reason_is_no_text_and_a_text_is_no_reason():
    reasoned, told = Asking(given=Given(reason="理由")), Asking(given=Given(text="内容"))

    assert (reason_given(reasoned), text_given(reasoned)) == (True, False)
    assert (reason_given(told), text_given(told)) == (False, True)


def test_there_is_one_life_of_each_kind():
    assert {name: life.life for name, life in LIVES.items()} == {name: name for name in Life}
