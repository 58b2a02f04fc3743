"""Run for a home that is being restored, in a process of its own: migrates its database, verifies its ledger, tells."""

import json
import sys

from duban.ledger.verifying import verify
from duban.schema import migrate


def main() -> None:
    """Print what was verified, as one JSON value."""
    migrate()
    found = verify()
    json.dump({"moves": found.moves, "seals": found.seals, "faults": [fault.zh for fault in found.faults]}, sys.stdout)


if __name__ == "__main__":
    main()
