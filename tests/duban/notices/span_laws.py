"""The law of spans: each lies inside the text and cuts out exactly what it names."""

from collections.abc import Iterator

from models.reading import Reading, Span


def named_spans(reading: Reading) -> Iterator[tuple[Span, str]]:
    for requirement in reading.requirements:
        yield requirement.span, requirement.text
        for owner in requirement.owners:
            yield owner.span, owner.name
        for deadline in requirement.deadlines:
            yield deadline.span, deadline.text


def check_spans(reading: Reading) -> None:
    for (start, end), text in named_spans(reading):
        assert 0 <= start < end <= len(reading.text)
        assert reading.text[start:end] == text
    for measure in reading.measures:
        whole = reading.text[slice(*measure.span)]
        assert whole.startswith(measure.number)
        assert measure.title in whole.replace("\n", "")
    for piece in reading.rest:
        assert reading.text[slice(*piece.span)].strip()
        assert piece.why.endswith("。")
