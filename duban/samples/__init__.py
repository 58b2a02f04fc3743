"""What comes with the program to try it: a notice and a register of units and people, all invented, and policies."""

from pathlib import Path

HERE = Path(__file__).parent
NOTICE: Path = HERE / "notice.txt"
REGISTER: Path = HERE / "register"
POLICIES: Path = HERE / "policies"
