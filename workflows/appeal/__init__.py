"""The life of an appeal."""
