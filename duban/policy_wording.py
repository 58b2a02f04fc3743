"""How a clerk is told what pydantic finds wrong with a value of a policy."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from duban.policy_shape import setting_at, settings_at, words_of
from models.errors import Sentence
from models.policy import Place

Wrong = Mapping[str, Any]
Tell = Callable[[Wrong, Place], Sentence]
SHOWN = 40


def sentence_for(wrong: Wrong, place: Place) -> Sentence:
    """Say in words what pydantic found at a place of the file."""
    tell = TOLD.get(wrong["type"])
    return tell(wrong, place) if tell else Sentence(f"不能用（{wrong['msg']}）", str(wrong["msg"]))


def near(wrong: str, known: list[str]) -> str | None:
    """Find the known name that is meant, if one looks alike."""
    return next(iter(get_close_matches(wrong, known, n=1, cutoff=0.6)), None)


def _unknown(_: Wrong, place: Place) -> Sentence:
    known = list(settings_at(place[:-1]))
    meant = near(str(place[-1]), known)
    if meant:
        return Sentence(f"没有这个设置，是不是 {meant}？", f"there is no such setting; did you mean {meant}?")
    return Sentence(
        f"没有这个设置；可以写：{'、'.join(known)}", f"there is no such setting; known are {', '.join(known)}"
    )


def _no_word(wrong: Wrong, place: Place) -> Sentence:
    setting = setting_at(place)
    words = words_of(setting) if setting else ()
    typed = str(wrong["input"])
    meant = next((w.value for w in words if w.zh == typed.strip()), None) or near(typed, [w.value for w in words])
    if meant:
        return Sentence(f"不能写“{_short(typed)}”，是不是 {meant}？", f"not {_short(typed)!r}; did you mean {meant}?")
    return Sentence(
        f"不能写“{_short(typed)}”；可以写：{'、'.join(f'{word.value}（{word.zh}）' for word in words)}",
        f"not {_short(typed)!r}; one of {', '.join(word.value for word in words)}",
    )


def _no_mapping(wrong: Wrong, place: Place) -> Sentence:
    typed = wrong["input"]
    if typed is None:
        return Sentence("下面没有内容；请写上，或删去这一行", "nothing stands here; write it, or leave the line out")
    if isinstance(typed, str) and any(colon in typed for colon in ":："):
        return Sentence("冒号请用半角的“:”，后面空一格", "write a plain colon and a space after it")
    names = list(settings_at(place))
    return Sentence(
        f"请另起一行，缩进写“名称: 值”{'；名称有：' + '、'.join(names) if names else ''}",
        f"write name: value, indented, one a line{'; names are ' + ', '.join(names) if names else ''}",
    )


def _short(typed: object) -> str:
    text = str(typed)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _plain(zh: str, en: str) -> Tell:
    def tell(wrong: Wrong, _: Place) -> Sentence:
        given = {"typed": _short(_yaml(wrong["input"])), **wrong.get("ctx", {})}
        return Sentence(zh.format(**given), en.format(**given))

    return tell


def _yaml(value: object) -> str:
    """Write a value as it stands in a file."""
    return {None: "空", True: "true", False: "false"}[value] if value is None or isinstance(value, bool) else str(value)


# fmt: off
TOLD: dict[str, Tell] = {
    # what pydantic calls it     how a clerk is told
    "missing":                   _plain("缺少这一项", "it is missing"),
    "extra_forbidden":           _unknown,
    "enum":                      _no_word,
    "model_type":                _no_mapping,
    "model_attributes_type":     _no_mapping,
    "dict_type":                 _no_mapping,
    "tuple_type":                _plain("每项另起一行，以“- ”开头", "write a list, each item after a dash"),
    "int_type":                  _plain("请填整数，不是“{typed}”", "write a whole number, not {typed}"),
    "int_from_float":            _plain("请填整数，不是“{typed}”", "write a whole number, not {typed}"),
    "bool_type":                 _plain("请填 true 或 false，不是“{typed}”", "write true or false, not {typed}"),
    "string_type":               _plain("请填文字，不是“{typed}”", "write text, not {typed}"),
    "string_too_short":          _plain("不能为空", "it must not be empty"),
    "string_too_long":           _plain("不能超过 {max_length} 个字", "at most {max_length} characters"),
    "string_pattern_mismatch":   _plain("请填 08:30 这样的时间，不是“{typed}”", "write an hour as 08:30, not {typed}"),
    "greater_than_equal":        _plain("不能小于 {ge}，现在是 {typed}", "must not be less than {ge}; it is {typed}"),
    "less_than_equal":           _plain("不能大于 {le}，现在是 {typed}", "must not be more than {le}; it is {typed}"),
}
# fmt: on
