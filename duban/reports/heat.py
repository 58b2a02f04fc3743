"""How dark a cell of a heat map is, and what marks it: the same in pictures and in sheets."""

from duban.reports.parts.coverage import Covered

# fmt: off
HEAT: dict[str, tuple[str, float]] = {
    # what the cell says      mark  how dark, 0 to 1
    Covered.VERIFIED.zh:    ("●",   0.0),
    Covered.DONE.zh:        ("◕",   0.1),
    Covered.AT_WORK.zh:     ("◑",   0.2),
    Covered.SET_DOWN.zh:    ("‖",   0.3),
    Covered.WAITING.zh:     ("○",   0.45),
    Covered.PROBLEM.zh:     ("！",  0.7),
    Covered.NOTHING.zh:     ("✕",   1.0),
    Covered.DROPPED.zh:     ("／",  0.0),
}
# fmt: on


def grey(dark: float) -> int:
    """Give the level of grey, 255 for white, never so dark that a mark on it is lost."""
    return round(255 - 190 * dark)
