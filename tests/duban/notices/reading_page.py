"""Writes docs/reading.md: how well the reader reads the corpus, field by field."""

from collections.abc import Iterable
from pathlib import Path

from corpus_notices import Notice, notices
from scoring import Result, scored

PAGE = Path(__file__).parents[3] / "docs" / "reading.md"

# fmt: off
FIRST_READ = (
    # set      notices  head   headings  owners  deadlines  wrong and certain  false proposals
    ("first",  10,      0.973, 1.000,    0.957,  1.000,     0,                 4),
    ("second", 10,      0.974, 0.909,    0.806,  0.721,     0,                 0),
    ("third",  8,       0.880, 1.000,    0.760,  0.722,     0,                 0),
    ("fourth", 5,       1.000, 1.000,    0.889,  0.944,     1,                 0),
    ("fifth",  4,       1.000, 1.000,    1.000,  1.000,     0,                 0),
    ("sixth",  10,      1.000, 1.000,    0.602,  0.927,     0,                 0),
    ("seventh", 5,      1.000, 1.000,    0.762,  0.812,     1,                 0),
    ("eighth", 5,       1.000, 1.000,    0.865,  0.750,     0,                 0),
    ("ninth",  5,       1.000, 1.000,    0.783,  0.977,     0,                 0),
    ("tenth",  8,       1.000, 1.000,    0.852,  1.000,     0,                 0),
    ("eleventh", 6,     1.000, 1.000,    0.905,  1.000,     0,                 0),
    ("twelfth", 14,     1.000, 1.000,    0.725,  0.900,     2,                 0),
    ("thirteenth", 10,  1.000, 1.000,    0.831,  1.000,     0,                 0),
    ("fourteenth", 8,   1.000, 1.000,    0.667,  1.000,     0,                 0),
    ("fifteenth", 8,    1.000, 1.000,    0.938,  1.000,     0,                 0),
    ("sixteenth", 9,    1.000, 1.000,    0.918,  0.989,     0,                 0),
    ("seventeenth", 9,  1.000, 1.000,    0.987,  0.974,     0,                 0),
    ("eighteenth", 8,   1.000, 0.983,    0.905,  0.914,     1,                 0),
    ("nineteenth", 7,   1.000, 0.964,    0.961,  0.857,     1,                 0),
    ("twentieth", 6,    1.000, 1.000,    0.911,  1.000,     0,                 0),
    ("twenty-first", 4, 1.000, 1.000,    0.978,  1.000,     0,                 0),
    ("twenty-second", 8, 0.964, 1.000,   0.868,  0.873,     2,                 0),
    ("twenty-third", 4, 1.000, 1.000,    0.892,  0.877,     0,                 0),
    ("twenty-fourth", 8, 0.816, 0.576,   0.481,  0.579,     10,                0),
    ("twenty-fifth", 7, 0.971, 0.918,   0.880,  0.882,     2,                 0),
    ("twenty-sixth", 7, 1.000, 1.000,   0.993,  0.955,     1,                 0),
    ("twenty-seventh", 10, 0.952, 0.993, 0.977,  0.935,     0,                 0),
    ("twenty-eighth", 9, 0.857, 1.000,   0.901,  0.929,     2,                 1),
    ("twenty-ninth", 9, 0.952, 1.000,    0.856,  0.856,     9,                 2),
    ("thirtieth", 9,    0.651, 0.916,    0.930,  0.815,     2,                 3),
    ("thirty-first", 9, 0.977, 1.000,    0.925,  0.843,     6,                 1),
    ("thirty-second", 10, 0.894, 0.972,  0.794,  0.808,     10,                0),
    ("thirty-third", 10, 0.860, 1.000,   0.951,  0.947,     0,                 1),
    ("thirty-fourth", 10, 0.956, 1.000,  0.883,  0.952,     0,                 2),
    ("thirty-fifth", 10, 0.957, 1.000,   0.952,  0.900,     1,                 0),
    ("thirty-sixth", 8, 0.973, 1.000,    0.982,  0.971,     1,                 1),
    ("tables", 8,       0.800, 0.963,    0.884,  0.884,     5,                 0),
    ("tables second", 8, 0.889, 0.714,   0.682,  0.792,     3,                 0),
    ("tables third", 8, 0.938, 0.857,    0.616,  0.771,     2,                 0),
    ("tables fourth", 6, 1.000, 1.000,   0.958,  0.980,     0,                 0),
    ("tables fifth", 8, 0.912, 0.824,    0.837,  0.872,     1,                 0),
    ("tables sixth", 10, 0.923, 1.000,   0.826,  0.881,     16,                0),
    ("tables seventh", 8, 1.000, 1.000,  0.879,  0.995,     0,                 0),
    ("tables eighth", 8, 1.000, 1.000,   0.997,  0.980,     0,                 0),
    ("tables of strangers", 6, 1.000, 1.000, 0.995, 0.983,   0,                 0),
    ("tables of strangers second", 8, 1.000, 1.000, 0.990, 1.000, 0,           0),
)
# fmt: on
HEAD = """# How well notices are read

Written by `make reading` from `tests/duban/notices/corpus/`: {count} notices and tables, all invented in the manner of national,
provincial, city, county and association notices, each with what a person expects of it written down before the reader saw it.
A test keeps this page equal and holds the targets.

An owner counts with its role and its measure, a deadline with its words, its kind, and its date or rule. Subjects of
sentences (各单位要…) may be read as owners and count neither way.

## As read today

| field | expected | precision | recall | F1 |
|---|---:|---:|---:|---:|
{rows}

Dates that are wrong and in a requirement marked certain: **{wrong}**. Proposals where the notice asks for nothing: **{false}**.

## Notices held back

Sets of notices were written after the rules and read once before anything was changed for them. What that first reading gave is
the honest measure of a notice never seen; afterwards their mistakes were mended and they count above.

| set | notices | head F1 | headings F1 | owners F1 | deadlines F1 | wrong and certain | false proposals |
|---|---:|---:|---:|---:|---:|---:|---:|
{first}

## The notices

| notice | manner | file | demands |
|---|---|---|---:|
{notices}
"""


def page() -> str:
    """Give the text of the page."""
    corpus = notices()
    result = scored(corpus)
    return HEAD.format(
        count=len(corpus),
        rows="\n".join(_rows(result)),
        wrong=len(result.wrong),
        false=len(result.false),
        first="\n".join(_first_row(row) for row in FIRST_READ),
        notices="\n".join(_notice_rows(corpus, result)),
    )


def _rows(result: Result) -> Iterable[str]:
    for name, score in result.scores.items():
        expected = len(score.hit) + len(score.missed)
        yield f"| {name} | {expected} | {score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f} |"


def _first_row(row: tuple[str, int, float, float, float, float, int, int]) -> str:
    name, count, *scores, wrong, false = row
    return f"| {name} | {count} | {' | '.join(f'{score:.3f}' for score in scores)} | {wrong} | {false} |"


def _notice_rows(corpus: list[Notice], result: Result) -> Iterable[str]:
    for notice in corpus:
        yield f"| {notice.name} | {notice.expected['manner']} | .{notice.format.rpartition('.')[2]} | {result.demands[notice.name]} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
