"""No mistake in a row of a life escapes the matrix written by hand."""

import pytest
from by_hand import told, written
from row_mutants import mistakes

from models.words import Life
from workflows.lives import LIVES

KINDS = {
    "a row forgotten",
    "a state forgotten",
    "said of one more state",
    "becomes something else",
    "somebody else may",
    "another act",
    "a statement forgotten",
    "a consequence forgotten",
    "two rows changed places",
}


@pytest.mark.parametrize("life", Life)
def test_the_matrix_differs_from_every_table_with_one_mistake(life):
    matrix = written(life)

    assert [(m.kind, m.row) for m in mistakes(LIVES[life]) if told(m.rows) == matrix] == []


def test_every_kind_of_mistake_is_made():
    assert {mistake.kind for life in Life for mistake in mistakes(LIVES[life])} == KINDS
