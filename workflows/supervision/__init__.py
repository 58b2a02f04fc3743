"""The life of a supervision."""
