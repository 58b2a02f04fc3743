"""All lives by name."""

from typing import Any

from models.words import Life
from workflows.appeal.lifecycle import APPEAL
from workflows.exemplar.lifecycle import EXEMPLAR
from workflows.extension.lifecycle import EXTENSION
from workflows.finding.lifecycle import FINDING
from workflows.inspection.lifecycle import INSPECTION
from workflows.paper.lifecycle import PAPER
from workflows.plan.lifecycle import PLAN
from workflows.review.lifecycle import REVIEW
from workflows.rules import Lifecycle
from workflows.supervision.lifecycle import SUPERVISION
from workflows.task.lifecycle import TASK

_ALL = (PLAN, TASK, REVIEW, EXTENSION, SUPERVISION, FINDING, EXEMPLAR, PAPER, INSPECTION, APPEAL)
LIVES: dict[Life, Lifecycle[Any]] = {life.life: life for life in _ALL}
