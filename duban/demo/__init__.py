"""The demonstration: a sample notice carried out over a simulated half year, through the real parts."""

from pathlib import Path


def run(notice: Path | None) -> None:
    """Carry a notice out and print what happened and where to look.

    Raises:
        Refused: the notice cannot be read, or has nothing in it to carry out.
        Broken: a part did not start, or a flow run failed.
    """
    from duban.demo.show import show

    show(notice)
