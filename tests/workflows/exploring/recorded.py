"""What some explorations come to, step by step, as a digest: python tests/workflows/exploring/recorded.py records it anew.

Every step counts with who tries what, what is given with it, which rows fire for whom, and the world it leads to.
"""

import json
import sys
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from plainly import plain
from probes import PROBES, answer

from workflows.exploring import configurations
from workflows.exploring.configuration import Configuration
from workflows.exploring.scene import Rulings
from workflows.exploring.search import Known, everything
from workflows.exploring.telling import trace_of, way_in_words
from workflows.lives import LIVES

EVERY = 7
"""Of so many worlds one is told in words, with the way that leads to it."""
PAGE = Path(__file__).with_name("recorded.json")
CHOSEN = (49, 33, 62, 48, 47, 51, 45, 54, 52, 63, 53, 15, 42, 55, 24, 9)
"""Places in `FULL`: every rule, one to three seats, a veto, weights, deputies, gates, a task that changes hands. Small ones first."""


def chosen() -> list[Configuration]:
    return [configurations.FULL[place] for place in CHOSEN]


def arrangements() -> list[list[Any]]:
    """Tell every configuration that is explored: its names, whether it is among the small ones, the digest of all it is."""
    return [[c.name.zh, c.name.en, c in configurations.SMALL, digest_of(c)] for c in configurations.FULL]


def small() -> list[str]:
    return [c.name.zh for c in configurations.SMALL]


def digest_of(configuration: Configuration) -> str:
    return sha256(json.dumps(plain(configuration), ensure_ascii=False).encode()).hexdigest()[:16]


def recorded() -> dict[str, Any]:
    return {"arrangements": arrangements(), "small": small(), "explorations": explorations(), "probes": probes()}


def explorations() -> dict[str, list[Any]]:
    """Give for each chosen configuration how many worlds, how many steps, and the digest of all of them."""
    rulings = Rulings(LIVES)
    return {f"{place} {c.name.zh}": account(c, rulings) for place, c in zip(CHOSEN, chosen(), strict=True)}


def probes() -> dict[str, list[Any]]:
    return {name: answer(name) for name in PROBES}


def account(configuration: Configuration, rulings: Rulings) -> list[Any]:
    known, digest = Known(configuration, rulings), sha256()
    for here, step, there in everything(known):
        said = [here, there, *(plain(getattr(step, one.name)) for one in fields(step))]
        digest.update(json.dumps(said, ensure_ascii=False).encode())
    for world in known.worlds:
        digest.update(json.dumps(plain(world), ensure_ascii=False).encode())
    digest.update(json.dumps([plain(step) for step in known.unfilled], ensure_ascii=False).encode())
    for place in range(0, len(known.worlds), EVERY):
        way = known.way_to(place)
        told = way_in_words(known.lives, way)
        digest.update(json.dumps([told.zh, told.en, plain(trace_of(way))], ensure_ascii=False).encode())
    return [configuration.name.en, len(known.worlds), known.steps, digest.hexdigest()[:16]]


if __name__ == "__main__":
    PAGE.write_text(json.dumps(recorded(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
