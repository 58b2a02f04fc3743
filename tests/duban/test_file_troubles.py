"""Why a file cannot be had is told in Chinese, without a word of the operating system's."""

import re
from pathlib import Path

import pytest

from duban.file_troubles import why_zh

# fmt: off
TROUBLES = (
    # asked for            told
    ("gone.txt",           "没有这个文件或文件夹"),
    ("",                   "这是文件夹，不是文件"),
    ("file/gone.txt",      "路径中有一段不是文件夹"),
    (f"{'长' * 100}.txt",   "名称太长"),
)
# fmt: on


@pytest.mark.parametrize(("name", "told"), TROUBLES, ids=[told for _, told in TROUBLES])
def test_a_file_that_cannot_be_read_is_told_in_chinese(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(OSError, match=re.escape(str(tmp_path))) as trouble:
        (tmp_path / name).read_bytes()

    assert why_zh(trouble.value) == told


def test_a_trouble_without_words_of_ours_is_told_as_the_system_says_it() -> None:
    assert why_zh(OSError(71, "Protocol error")) == "Protocol error"
