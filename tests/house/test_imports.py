"""Every module can be the first that somebody imports: none waits for another to have come before."""

import subprocess
import sys

from house_source import ROOT, modules

IMPORTS = """
import os, sys, traceback
import alembic, fastapi, prefect, sqlmodel, typer  # what is not ours is loaded once
AT_ONCE, running = 4, []
for name in sys.argv[1:]:
    pid = os.fork()
    if pid == 0:
        try:
            __import__(name)
        except BaseException as problem:
            print(f"{name}: {problem}", flush=True)
        os._exit(0)
    running.append(pid)
    if len(running) == AT_ONCE:
        os.waitpid(running.pop(0), 0)
for pid in running:
    os.waitpid(pid, 0)
"""


def test_every_module_can_be_imported_first():
    paths = (module.name.removesuffix(".py").removesuffix("/__init__") for module in modules())
    names = sorted(path.replace("/", ".") for path in paths if not path.endswith("__main__"))

    said = subprocess.run([sys.executable, "-c", IMPORTS, *names], capture_output=True, text=True, check=True, cwd=ROOT)

    assert len(names) > 200
    assert said.stdout == ""
