"""The life of an inspection."""
