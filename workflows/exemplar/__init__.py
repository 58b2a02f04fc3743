"""The life of an exemplar."""
