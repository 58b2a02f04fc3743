"""What pictures and sheets share: how lamps are inked, how dark a cell of a heat map is and what marks it.

Colours differ in lightness and in pattern, so that they are told apart in grey print.
"""

from duban.reports.covered import Covered
from models.words import Lamp

# fmt: off
INK = {
    # lamp        fill      pattern over it, its colour
    Lamp.GREEN:  ("BFE3C0", "",      ""),
    Lamp.BLUE:   ("9FC5E8", "slash", "334455"),
    Lamp.YELLOW: ("FFE599", "dots",  "665544"),
    Lamp.RED:    ("C0392B", "",      ""),
    Lamp.GREY:   ("F2F2F2", "",      ""),
}
HEAT: dict[str, tuple[str, float]] = {
    # what the cell says      mark  how dark, 0 to 1
    Covered.VERIFIED.zh:    ("●",   0.0),
    Covered.DONE.zh:        ("◕",   0.1),
    Covered.DONE_BELOW.zh:  ("◒",   0.15),
    Covered.AT_WORK.zh:     ("◑",   0.2),
    Covered.SET_DOWN.zh:    ("‖",   0.3),
    Covered.WAITING.zh:     ("○",   0.45),
    Covered.PROBLEM.zh:     ("！",  0.7),
    Covered.NOTHING.zh:     ("✕",   1.0),
    Covered.DROPPED.zh:     ("／",  0.0),
}
# fmt: on


DARK = 0.6
"""Beyond it a mark is white."""


def grey(dark: float) -> int:
    """Give the level of grey, 255 for white, never so dark that a mark on it is lost."""
    return round(255 - 190 * dark)
