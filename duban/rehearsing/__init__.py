"""Plays a plan through before it is real: by the same rules, on a copy in memory, with a made-up clock."""
