"""Where the command `duban` begins and ends; `python -m duban` is the same.

What a command that ends soon imports and reads is no garbage, so it is hardly looked through for any.
"""

import gc
import os
import sys

LASTING = ("up", "serve", "run", "demo")
"""Commands that run until they are stopped, and tell as they go."""
HARDLY = (200_000, 20, 50)


def main() -> None:
    """Run one command in a process of its own."""
    if not set(LASTING) & set(sys.argv[1:2]):
        gc.set_threshold(*HARDLY)
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # for which it would search all that is installed
    from duban import cli

    try:
        cli.main()
    finally:
        gc.freeze()  # nor is it looked through once more at the end


if __name__ == "__main__":
    main()
