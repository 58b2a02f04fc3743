"""SpiffWorkflow: the life as a BPMN process of manual steps, serialised into a row after each, beside a log row."""

import sqlite3
import sys
import threading
from itertools import pairwise
from pathlib import Path

from rounds import LIFE, serve
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

FILE = Path(sys.argv[1]) / "spiff.db"
STEPS = "".join(f'<bpmn:manualTask id="s{n}" name="{name}"/>' for n, (name, _, _) in enumerate(LIFE))
NODES = ["start", *(f"s{n}" for n in range(len(LIFE))), "end"]
FLOWS = "".join(
    f'<bpmn:sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(pairwise(NODES))
)
BPMN = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">
<bpmn:process id="life" isExecutable="true">
<bpmn:startEvent id="start"/>{STEPS}<bpmn:endEvent id="end"/>{FLOWS}</bpmn:process>
</bpmn:definitions>"""

file = Path(sys.argv[1]) / "life.bpmn"
file.write_text(BPMN)
parser = BpmnParser()
parser.add_bpmn_file(str(file))
SPEC = parser.get_spec("life")
serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
local = threading.local()


def connection() -> sqlite3.Connection:
    if not hasattr(local, "raw"):
        local.raw = sqlite3.connect(FILE, isolation_level=None, timeout=60)
        local.raw.execute("PRAGMA journal_mode=WAL")
        local.raw.execute("PRAGMA synchronous=FULL")
    return local.raw


connection().execute("CREATE TABLE task (id INTEGER PRIMARY KEY, workflow TEXT)")
connection().execute("CREATE TABLE log (id INTEGER PRIMARY KEY, task INT, at TEXT, act TEXT, became TEXT, person INT)")
BECAME = {f"s{n}": to for n, (_, _, to) in enumerate(LIFE)}


def new() -> int:
    workflow = BpmnWorkflow(SPEC)
    workflow.do_engine_steps()
    return (
        connection().execute("INSERT INTO task (workflow) VALUES (?)", (serializer.serialize_json(workflow),)).lastrowid
    )


def act(task_id: int, name: str) -> None:
    raw = connection()
    raw.execute("BEGIN IMMEDIATE")
    (stored,) = raw.execute("SELECT workflow FROM task WHERE id = ?", (task_id,)).fetchone()
    workflow = serializer.deserialize_json(stored)
    step = next(t for t in workflow.get_tasks(state=TaskState.READY, manual=True) if t.task_spec.bpmn_name == name)
    step.run()
    workflow.do_engine_steps()
    raw.execute("UPDATE task SET workflow = ? WHERE id = ?", (serializer.serialize_json(workflow), task_id))
    became = BECAME[step.task_spec.name]
    raw.execute(
        "INSERT INTO log (task, at, act, became, person) VALUES (?, datetime(), ?, ?, 7)", (task_id, name, became)
    )
    raw.execute("COMMIT")


serve(new, act)
