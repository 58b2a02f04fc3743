"""The life of an extension."""
