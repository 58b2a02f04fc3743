"""viewflow.fsm: a flow class around the row, its transitions guarded, the log written on success."""

import on_django
from rounds import FOLDER, LIFE, STATES, URL, serve

on_django.configure(FOLDER, URL)

from django.db import models, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from viewflow import fsm  # noqa: E402


class Task(models.Model):
    state = models.CharField(max_length=20, default="planned")
    version = models.IntegerField(default=1)

    class Meta:
        app_label = "bench"


Log = on_django.log_of(Task)


State = models.TextChoices("State", {name.upper(): name for name in STATES})


class TaskFlow:
    state = fsm.State(State, default=State.PLANNED)

    def __init__(self, task: Task, act: str) -> None:
        self.task, self.act = task, act

    @state.setter()
    def _set(self, value: str) -> None:
        self.task.state = value

    @state.getter()
    def _get(self) -> str:
        return State(self.task.state)

    @state.on_success()
    def _done(self, descriptor, source, target) -> None:
        self.task.version += 1
        self.task.save(update_fields=["state", "version"])
        Log.objects.create(task_row=self.task, at=timezone.now(), act=self.act, became=target, person=7)


def _method(act: str):
    def step(self) -> None:
        pass

    step.__name__ = act
    for _, source, target in {(n, s, t) for n, s, t in LIFE if n == act}:
        step = TaskFlow.state.transition(source=State(source), target=State(target))(step)
    return step


for _act in {name for name, _, _ in LIFE}:
    method = _method(_act)
    setattr(TaskFlow, _act, method)
    if hasattr(method, "__set_name__"):
        method.__set_name__(TaskFlow, _act)

on_django.create(Task, Log)


def act(task_id: int, name: str) -> None:
    with transaction.atomic():
        getattr(TaskFlow(Task.objects.select_for_update().get(pk=task_id), name), name)()


serve(lambda: Task.objects.create().pk, act, close=on_django.close)
