"""A definition holds every word of the rule, under the names in which it is stored, and proves itself."""

import json
from dataclasses import replace
from hashlib import sha256
from types import SimpleNamespace

import pytest

from models.errors import Sentence
from models.words import Life
from workflows.definition import SAME, Definition, definition_of
from workflows.lives import LIVES

ALL = list(LIVES.values())
IDS = [life.life.value for life in ALL]


@pytest.mark.parametrize("lifecycle", ALL, ids=IDS)
def test_every_row_is_written_down_with_the_words_a_refused_person_reads(lifecycle):
    stored = json.loads(definition_of(lifecycle).model_dump_json(by_alias=True))

    for row, said in zip(lifecycle.rows, stored["rows"], strict=True):
        assert set(said) == {"when", "who", "may", "if", "becomes", "then"}
        assert said["then"] == [what.value for what in row.then]
        assert (said["who"], said["may"], said["becomes"]) == (row.who.value, row.may.value, str(row.becomes))
        for guard, condition in zip(row.if_, said["if"], strict=True):
            words = [line.strip() for line in guard.__doc__.strip().splitlines() if line.strip()]
            assert [condition["en"], condition["zh"]] == words[:2]
            assert condition["name"] == guard.__name__


def test_a_condition_without_words_is_written_down_without_words():
    def silent(facts: object) -> bool:
        return True

    def brief(facts: object) -> bool:
        """Only English."""
        return True

    first = LIVES[Life.TASK].rows[0]
    few = SimpleNamespace(**{name: getattr(LIVES[Life.TASK], name) for name in ("life", "states", "ended")})
    few.rows = (replace(first, if_=(silent, brief)),)
    written = definition_of(few).rows[0].if_

    assert [(c.name, c.en, c.zh) for c in written] == [("silent", "", ""), ("brief", "Only English.", "")]


@pytest.mark.parametrize("lifecycle", ALL, ids=IDS)
def test_the_fingerprint_is_that_of_what_is_stored(lifecycle):
    definition = definition_of(lifecycle)
    stored = definition.model_dump_json(by_alias=True)

    assert definition.fingerprint == sha256(stored.encode()).hexdigest()[:16] == lifecycle.fingerprint
    assert len(definition.fingerprint) == 16
    assert Definition.model_validate_json(stored) == definition


@pytest.mark.parametrize("lifecycle", ALL, ids=IDS)
def test_a_row_leads_where_it_says_or_stays_where_it_is(lifecycle):
    for row in definition_of(lifecycle).rows:
        for source in row.when:
            assert row.target(source) == (source if row.becomes == SAME else row.becomes)
            assert row.target(source) != SAME


def test_a_state_of_another_life_is_called_by_its_value():
    assert definition_of(LIVES[Life.TASK]).phrase("elephant") == Sentence("elephant", "elephant")
