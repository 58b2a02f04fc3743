"""Doubts and notes of a reading are stored in Chinese and told in either language, their places kept."""

import pytest

from duban.notices import doubts, read_text
from duban.notices.doubts import DOUBTS, doubt_told
from duban.notices.notes import CHANGES_TAKEN, NOTES, note_told, of_the_opening
from duban.notices.wording import PLACE, Wording

FILLED = {"text": "6月底前", "month": 6, "year": 2022, "count": "四", "row": "甲、乙", "listed": 2, "verb": "开展",
          "days": "2022-06-30、2022-07-30", "name": "省科技中心", "near": "省科技馆",
          "title": "草稿", "before": "一、", "after": "三、", "all": 12, "some": 3}  # fmt: skip


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.zh[:12])
def test_a_doubt_is_told_in_english_with_what_it_is_about(doubt: Wording) -> None:
    told = doubt_told(doubt.of(**FILLED))
    assert (told.zh, told.en) == (doubt.zh.format(**FILLED), doubt.en.format(**FILLED))


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.zh[:12])
def test_a_note_is_told_in_english_with_what_it_is_about(note: Wording) -> None:
    told = note_told(note.of(**FILLED))
    assert (told.zh, told.en) == (note.zh.format(**FILLED), note.en.format(**FILLED))


def test_whatever_a_reading_says_of_itself_is_known_in_english() -> None:
    reading = read_text("关于工作的通知\n\n各单位：\n　　一、要重视。\n　　三、科技馆更新展项。\n（此件公开发布）\n")
    said = [*reading.warnings, *(left.why for left in reading.rest)]

    assert len(said) > 3
    assert [text for text in said if note_told(text).en == text] == []


def test_what_a_notice_lacks_is_nothing_of_how_its_file_was_opened() -> None:
    notes = (CHANGES_TAKEN.zh, "没有找到文号，请补充。")
    assert [note.zh for note in of_the_opening(notes)] == [CHANGES_TAKEN.zh]


def test_both_sentences_have_the_same_places() -> None:
    def places(text: str) -> set[str]:
        return {part.partition("}")[0] for part in text.split("{")[1:]}

    assert [one.zh for one in (*DOUBTS, *NOTES) if places(one.zh) != places(one.en)] == []
    assert PLACE.search(r"\{text\}")


def test_what_is_no_doubt_that_is_known_stays_as_it_is() -> None:
    assert doubt_told("旧版本写下的话。").in_language("en") == "旧版本写下的话。"
    assert len(DOUBTS) == len({one.zh for one in DOUBTS}) > 15
    assert doubts.NO_UNIT in DOUBTS
