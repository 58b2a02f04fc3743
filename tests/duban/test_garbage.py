"""Garbage is looked for seldom while much is made, and as often as before when the last is done."""

import gc

from duban.garbage import RARELY, seldom_collecting


def test_two_at_work_leave_what_was_usual() -> None:
    found, usual = gc.get_threshold(), (700, 10, 10)  # the tests themselves collect seldom
    gc.set_threshold(*usual)
    first, second = seldom_collecting(), seldom_collecting()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == RARELY
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual != RARELY
    gc.set_threshold(*found)
