"""Numbers as notices write them: 十三, 二〇二二, 二O二二, ③, 30."""

CHINESE_DIGITS = "零一二三四五六七八九"
DIGITS = {sign: value for value, sign in enumerate(CHINESE_DIGITS)} | {
    "〇": 0,
    "○": 0,
    "O": 0,
    "o": 0,
    "0": 0,
    "两": 2,
    "壹": 1,
}
TENS = {"十": 10, "百": 100, "千": 1000}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
IN_A_SIGN = (CIRCLED, "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ")
CHINESE = "零〇○一二三四五六七八九十百千两"


def value(written: str) -> int | None:
    """Return the number that is written, or None when it is none.

    Read place by place (二〇二二, 2022) or by tens (五十三, 一百零二), or as one sign (③, ⑶, ⒊, Ⅲ).
    """
    written = written.strip()
    if written.isdecimal() and written.isascii():
        return int(written)
    if len(written) == 1 and (row := next((row for row in IN_A_SIGN if written in row), None)):
        return row.index(written) + 1
    if any(sign in TENS for sign in written):
        return _by_tens(written)
    digits = [str(DIGITS[sign]) if sign in DIGITS else sign for sign in written]
    joined = "".join(digits)
    return int(joined) if joined.isdecimal() and joined.isascii() else None


def _by_tens(written: str) -> int | None:
    total, last = 0, 0
    for sign in written:
        if sign in TENS:
            total += (last or 1) * TENS[sign]
            last = 0
        elif sign in DIGITS:
            last = DIGITS[sign]
        else:
            return None
    return total + last


def chinese(number: int) -> str:
    """Write a number below a hundred in Chinese: 21 is 二十一."""
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    start = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return start + (CHINESE_DIGITS[ones] if ones or not tens else "")
