"""The sample notice and the sample register of units and people, all invented, that come with the program."""

from pathlib import Path

HERE = Path(__file__).parent
NOTICE: Path = HERE / "notice.txt"
REGISTER: Path = HERE / "register"
