"""The desk: what the door reads and writes with, in one transaction, by statements compiled once."""
