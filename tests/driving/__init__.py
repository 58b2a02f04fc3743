"""Drives every life with random acts by random people, beside a small model of its own that says what has to happen."""
