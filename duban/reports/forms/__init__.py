"""The forms that a report is written in: one report, many files."""
