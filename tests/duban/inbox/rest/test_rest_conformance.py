"""Whatever a program sends, the API answers as its document says, and never with a fault of its own."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from homes import copy_home, use
from hypothesis import HealthCheck, Phase, given, settings
from rest_program import Program, with_operator
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)
from world import World

from duban import database
from duban.inbox.app import create_app
from duban.inbox.rest.document import document
from models.words import Scope

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
ANY_WORD = "/api/v1/problems/{slug}"
"""There, as where nothing is asked, nothing that is sent can be wrong."""
WAYS = [
    (path, method.upper(), mode)
    for path, ways in document()["paths"].items()
    for method, way in ways.items()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or (way.get("parameters") and path != ANY_WORD)
]
EXAMPLES = 5
SMALL = 6
"""Numbers up to this are there, so that more than “not found” is looked at."""


@pytest.fixture(scope="module")
def called(built: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    """The schema over the application, with a world of its own, and the tokens of two who may a lot."""
    source, world = built
    home = tmp_path_factory.mktemp("conformance") / "home"
    copy_home(source, home)
    use(home)
    world = copy.deepcopy(world)
    planner = Program(world, "planner", (Scope.READ, Scope.ACT))
    operator = Program(world, with_operator(world), tuple(Scope))
    app = create_app(now=lambda: world.now)
    app.add_api_route("/document", document)
    schema = openapi.from_asgi("/document", app)
    schema.config.generation.update(with_security_parameters=False)  # the token is always sent by us
    yield schema, {"planner": planner.headers, "operator": operator.headers}
    for program in (planner, operator):
        program.client.close()
    database.dispose()


@pytest.mark.parametrize(
    ("path", "method", "mode"), WAYS, ids=[f"{how} {path} {mode.value}" for path, how, mode in WAYS]
)
def test_an_answer_is_as_documented(called: tuple[Any, Any], path: str, method: str, mode: GenerationMode) -> None:
    schema, known = called
    headers = known["operator" if "/webhooks" in path else "planner"]

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def answered(case: Case) -> None:
        if mode is GenerationMode.POSITIVE and "number" in case.path_parameters:
            case.path_parameters["number"] = case.path_parameters["number"] % SMALL + 1
        case.call_and_validate(headers=headers, checks=CHECKS)

    answered()
