"""Fixtures for the API: programs with tokens of the people of the world."""

from collections.abc import Callable, Iterator

import pytest
from matrix_world import number_of
from rest_program import Program, Programs, with_operator
from world import World
from world_fixtures import built, world

from models.words import Scope

__all__ = ["built", "world"]


@pytest.fixture
def program(world: World) -> Iterator[Programs]:
    """Let a program come with a token of somebody of the world."""
    opened: list[Program] = []

    def comes(who: str = "", *scopes: Scope) -> Program:
        made = Program(world, who, scopes or (Scope.READ, Scope.ACT, Scope.GRAVE))
        opened.append(made)
        return made

    yield comes
    for made in opened:
        made.client.close()


@pytest.fixture
def operator(world: World) -> str:
    """Take an operator into the world; give the name it goes by."""
    return with_operator(world)


@pytest.fixture
def numbered(world: World) -> Callable[[str], int]:
    """Give the number of something of the world."""

    def number(of: str) -> int:
        return number_of(world, of)

    return number
