"""django-fsm-2: a protected state field, transitions as methods, saved with a log row in one transaction."""

import on_django
from rounds import FOLDER, LIFE, URL, serve

on_django.configure(FOLDER, URL)

from django.db import models, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_fsm import FSMField, transition  # noqa: E402


class Task(models.Model):
    state = FSMField(default="planned", protected=True)
    version = models.IntegerField(default=1)

    class Meta:
        app_label = "bench"


def _method(act: str):
    def step(self):
        self.version += 1

    step.__name__ = act
    for _, source, target in {(n, s, t) for n, s, t in LIFE if n == act}:
        step = transition(field=Task._meta.get_field("state"), source=source, target=target)(step)
    return step


for _act in {name for name, _, _ in LIFE}:
    setattr(Task, _act, _method(_act))


Log = on_django.log_of(Task)
on_django.create(Task, Log)


def act(task_id: int, name: str) -> None:
    with transaction.atomic():
        task = Task.objects.select_for_update().get(pk=task_id)
        getattr(task, name)()
        task.save(update_fields=["state", "version"])
        Log.objects.create(task_row=task, at=timezone.now(), act=name, became=task.state, person=7)


serve(lambda: Task.objects.create().pk, act, close=on_django.close)
