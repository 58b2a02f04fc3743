"""All tables, so that one import knows the whole schema."""

from typing import Any

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

__all__ = ["MODULES", "metadata", "models"]

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


def models() -> dict[str, type[Any]]:
    """Give the model of each table, by the table's name."""
    return {str(mapper.class_.__tablename__): mapper.class_ for mapper in SQLModel._sa_registry.mappers}
