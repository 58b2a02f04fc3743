"""Doubts are stored in Chinese and told in either language, their places kept."""

import pytest

from duban.notices import doubts
from duban.notices.doubts import DOUBTS, PLACE, Doubt, doubt_told

FILLED = {"text": "6月底前", "month": 6, "year": 2022, "count": "四", "row": "甲、乙", "listed": 2, "verb": "开展",
          "days": "2022-06-30、2022-07-30", "name": "省科技中心", "near": "省科技馆"}  # fmt: skip


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.zh[:12])
def test_a_doubt_is_told_in_english_with_what_it_is_about(doubt: Doubt) -> None:
    told = doubt_told(doubt.of(**FILLED))
    assert (told.zh, told.en) == (doubt.zh.format(**FILLED), doubt.en.format(**FILLED))


def test_both_sentences_have_the_same_places() -> None:
    def places(text: str) -> set[str]:
        return {part.partition("}")[0] for part in text.split("{")[1:]}

    assert [one.zh for one in DOUBTS if places(one.zh) != places(one.en)] == []
    assert PLACE.search(r"\{text\}")


def test_what_is_no_doubt_that_is_known_stays_as_it_is() -> None:
    assert doubt_told("旧版本写下的话。").in_language("en") == "旧版本写下的话。"
    assert len(DOUBTS) == len({one.zh for one in DOUBTS}) > 15
    assert doubts.NO_UNIT in DOUBTS
