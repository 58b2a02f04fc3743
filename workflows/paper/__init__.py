"""The life of a paper."""
