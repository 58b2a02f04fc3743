"""Reads official notices into proposals: `read_notice` from a file, `read_text` from text."""

from duban.notices.reader import read_notice, read_text

__all__ = ["read_notice", "read_text"]
