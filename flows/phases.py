"""Phases of a flow: one Prefect task around one synchronous service, tried again when the database is busy.

A refusal ends the flow as failed, with the sentence the person would read and nothing else; it is never tried again.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Failed
from sqlalchemy.exc import OperationalError

from duban.logs import speak_up
from models.errors import Refused

P = ParamSpec("P")
R = TypeVar("R")
TRIES_AGAIN = 3
WAITS_S = [1.0, 4.0, 15.0]

speak_up()  # what a run of ours does stands among its lines in Prefect


def phase(name: str, about: str) -> Callable[[Callable[P, R]], Callable[P, Coroutine[Any, Any, R]]]:
    """Make a phase of a service: it runs beside the event loop. The drawing of a run knows no Chinese: hence `name`."""

    def made(service: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
        @task(
            name=name,
            task_run_name=f"{name} {about}",
            description=about,
            retries=TRIES_AGAIN,
            retry_delay_seconds=WAITS_S,
            retry_condition_fn=_database_busy,
            cache_policy=NO_CACHE,
            persist_result=False,
        )
        @wraps(service)
        async def beside(*args: P.args, **kwargs: P.kwargs) -> R:
            return await asyncio.to_thread(service, *args, **kwargs)

        return beside

    return made


def refusing(body: Callable[P, Coroutine[Any, Any, R]]) -> Callable[P, Coroutine[Any, Any, R | State[Any]]]:
    """Let the body of a flow end as failed with the sentence of a refusal."""

    @wraps(body)
    async def answered(*args: P.args, **kwargs: P.kwargs) -> R | State[Any]:
        try:
            return await body(*args, **kwargs)
        except Refused as refused:
            return Failed(message=refused.sentence.zh)

    return answered


async def _database_busy(_task: Any, _run: TaskRun, state: State[Any]) -> bool:
    try:
        await state.aresult()
    except OperationalError:
        return True
    except Exception:
        return False
    return False
