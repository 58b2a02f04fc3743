"""Explores all that one task with its reviews, its extension and its ladder can come to, through the real rows."""
