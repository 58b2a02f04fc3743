"""SpiffWorkflow: the life as a BPMN process of manual steps, serialised into a row after each, beside a log row."""

from itertools import pairwise

from rounds import FOLDER, LIFE, URL, serve
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState
from stored import Rows

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

file = FOLDER / "life.bpmn"
file.write_text(BPMN)
parser = BpmnParser()
parser.add_bpmn_file(str(file))
SPEC = parser.get_spec("life")
serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
rows = Rows(FOLDER / "spiff.db", URL)
rows.execute(f"CREATE TABLE task (id {rows.id}, workflow TEXT)")
rows.execute(f"CREATE TABLE log (id {rows.id}, task INT, at TEXT, act TEXT, became TEXT, person INT)")
BECAME = {f"s{n}": to for n, (_, _, to) in enumerate(LIFE)}


def new() -> int:
    workflow = BpmnWorkflow(SPEC)
    workflow.do_engine_steps()
    stored = serializer.serialize_json(workflow)
    return rows.execute("INSERT INTO task (workflow) VALUES (?) RETURNING id", (stored,)).fetchone()[0]


def act(task_id: int, name: str) -> None:
    rows.execute(rows.begin)
    (stored,) = rows.execute(f"SELECT workflow FROM task WHERE id = ?{rows.lock}", (task_id,)).fetchone()
    workflow = serializer.deserialize_json(stored)
    step = next(t for t in workflow.get_tasks(state=TaskState.READY, manual=True) if t.task_spec.bpmn_name == name)
    step.run()
    workflow.do_engine_steps()
    rows.execute("UPDATE task SET workflow = ? WHERE id = ?", (serializer.serialize_json(workflow), task_id))
    became = BECAME[step.task_spec.name]
    rows.execute(
        "INSERT INTO log (task, at, act, became, person) VALUES (?, CURRENT_TIMESTAMP, ?, ?, 7)",
        (task_id, name, became),
    )
    rows.execute("COMMIT")


serve(new, act, close=rows.close)
