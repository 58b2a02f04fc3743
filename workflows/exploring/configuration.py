"""One arrangement to explore: who holds which post, the policy, and what else may happen around the task."""

from dataclasses import dataclass
from functools import lru_cache

from models.errors import Sentence
from models.policy import PanelSettings, PolicySettings
from models.words import PanelRule
from workflows.exploring.cast import Place, Post, Standing, places


@dataclass(frozen=True, eq=False)
class Configuration:
    """What is explored at once. Nobody else is there, and nothing else may be given.

    `leaves`: who may go away and come back. `newcomers`: who may be named as a new signer or asked for advice.
    `missing`: what the task lacks at first.
    `hands_over`: the lead may decline, and the planner give the task to another unit.
    """

    name: Sentence
    posts: tuple[Post, ...]
    policy: PolicySettings
    leaves: tuple[int, ...] = ()
    newcomers: tuple[int, ...] = ()
    missing: frozenset[str] = frozenset()
    hands_over: bool = False

    @property
    def people(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(person for post in self.posts for person in (post.holder, *post.deputies)))

    def standing(self, person: int, away: frozenset[int]) -> Standing:
        """Say what somebody is while some are away; the same object for the same question."""
        return _standing(self, person, away)

    def places(self, away: frozenset[int]) -> tuple[Place, ...]:
        """List who sits where while some are away."""
        return tuple(places(self.posts, away))

    def panel(self, name: str) -> PanelSettings:
        return self.policy.panels[name]

    def needed(self, name: str) -> int:
        """Give what the review keeps as needed: a percentage under a vote by weight, else a number of answers."""
        panel = self.panel(name)
        return panel.percent if panel.rule is PanelRule.WEIGHT else panel.needed


@lru_cache(maxsize=1024)
def _standing(configuration: Configuration, person: int, away: frozenset[int]) -> Standing:
    return Standing(person, tuple(place for place in configuration.places(away) if place.person == person))
