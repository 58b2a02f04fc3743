"""Fixtures for stories: the small issued plan."""

from small_plan import approved, approved_home, small, small_home

__all__ = ["approved", "approved_home", "small", "small_home"]
