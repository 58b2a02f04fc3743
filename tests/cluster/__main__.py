"""Runs the cluster until Ctrl-C: python tests/cluster [--tasks N]."""

import argparse
import tempfile
import time
from pathlib import Path

from cluster import Cluster, cluster
from filling import fill


def main() -> None:
    asked = argparse.ArgumentParser(prog="python tests/cluster", description=__doc__)
    asked.add_argument("--tasks", type=int, default=2000, help="tasks of the plan that it begins with")
    tasks = asked.parse_args().tasks

    def filled(there: Cluster) -> None:
        fill(there, tasks)

    with tempfile.TemporaryDirectory(prefix="duban-cluster-") as folder, cluster(Path(folder), filled):
        print(f"logs: {folder}/logs; Ctrl-C stops everything")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print("stopping")


if __name__ == "__main__":
    main()
