"""Runs a Prefect command with one gap filled: `python -m duban.prefect_server prefect server start …`.

Since 2.1 SQLAlchemy asks a hybrid attribute what a bulk insert is to do with it. Prefect 3.8.8 does not say so for the
state of a flow run, and its scheduler then fails each time: no schedule ever fires, and only the log tells. The answer
is the one of SQLAlchemy 2.0: nothing, the columns beside it hold the state.
"""

import runpy
import sys
from typing import Any

from prefect.server.database import orm_models


def fill_the_gap() -> None:
    """Say what a bulk insert does with the state of a flow run, unless Prefect says so itself."""
    state: Any = vars(orm_models.FlowRun)["state"]
    if getattr(state, "bulk_dml_setter", None) is None:
        state.bulk_dml_setter = _leave_alone


def _leave_alone(_table: Any, _values: Any, _state: Any) -> None:
    """Change nothing: the values hold the columns of the state already."""


def main() -> None:
    """Fill the gap, then be the command."""
    fill_the_gap()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
