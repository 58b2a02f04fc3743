"""Says where in a notice something stands: under which heading, in which sentence."""

from models.plan import Measure, Requirement

ENDS = "。！？\n"
LONGEST = 1000


def sentence_of(text: str, measure: Measure, requirement: Requirement) -> str:
    """Return the whole sentences that hold what was read within the measure; a very long one is cut off with …."""
    read = [part["span"] for key in ("owners", "deadlines") for part in requirement.reading.get(key, ())]
    within = [span for span in read if measure.start <= span[0] and span[1] <= measure.end]
    start = min([requirement.start, *(span[0] for span in within)])
    end = max([requirement.end, *(span[1] for span in within)])
    first = max(text.rfind(sign, 0, start) for sign in ENDS) + 1
    ends = [place for sign in ENDS if (place := text.find(sign, max(end - 1, start))) >= 0]
    last = min(ends) + 1 if ends else len(text)
    whole = text[first:last].strip()
    return whole if len(whole) <= LONGEST else whole[:LONGEST] + "…"


def heading_of(measure: Measure) -> str:
    """Name a measure by its place, its number and its title."""
    return f"{measure.position} {measure.number}{measure.title}".strip()
