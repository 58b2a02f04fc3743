"""All tables, so that one import knows the whole schema."""

from sqlmodel import SQLModel

from models import (
    access,
    appeal,
    calendar,
    comment,
    definition,
    door,
    feed,
    found,
    paper,
    plan,
    policy_stored,
    preview,
    question,
    record,
    register,
    seal,
    task,
    webhook,
)

__all__ = ["MODULES", "metadata"]

MODULES = (
    calendar,
    policy_stored,
    register,
    plan,
    task,
    found,
    paper,
    question,
    record,
    appeal,
    definition,
    seal,
    feed,
    access,
    webhook,
    preview,
    comment,
    door,
)
metadata = SQLModel.metadata
