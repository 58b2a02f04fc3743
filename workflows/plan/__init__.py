"""The life of a plan."""
