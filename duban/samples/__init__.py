"""What comes with the program to try it: a notice and a register of units and people, all invented, and policies."""

from pathlib import Path

HERE = Path(__file__).parent
NOTICE: Path = HERE / "notice.txt"
REGISTER: Path = HERE / "register"
FILLED: Path = HERE / "filled.xlsx"
"""The sheet of that notice, filled in as an office would: whatever it leaves open is settled."""
POLICIES: Path = HERE / "policies"
