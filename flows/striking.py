"""Strikes the hours of a rehearsed calendar: runs the scheduled flows at moments read from standard input.

One ISO moment a line in, one JSON object of counts a line out. The runs are real runs on the real server; only the
moments are made up. Used by the demonstration, which cannot wait half a year.
"""

import asyncio
import json
import sys
from datetime import datetime

from flows.deliver_notices import deliver_notices
from flows.watch_deadlines import watch_deadlines


async def strike(moment: datetime) -> dict[str, int]:
    """Run the sweep, then the delivery, as of a moment."""
    swept = await watch_deadlines(as_of=moment)
    delivered = await deliver_notices(as_of=moment)
    return {"steps": swept.done, "failures": len(swept.failures), "told": delivered.messages}


async def main() -> None:
    """Strike every moment asked for, until the input ends."""
    for line in sys.stdin:
        counts = await strike(datetime.fromisoformat(line.strip()))
        sys.stdout.write(json.dumps(counts) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
