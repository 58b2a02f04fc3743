"""Writes the tables of a report as CSV: each under its caption, an empty line between; a spreadsheet opens it."""

import csv
from io import StringIO

from duban.reports.cells import head_of, plain
from duban.reports.ledger_xlsx import harmless
from duban.reports.report import Report

BOM = "\ufeff"
"""A spreadsheet takes a file without it for the code page of the machine."""


def render(report: Report) -> str:
    """Write the tables; a report with one table is that table alone."""
    out, shown = StringIO(), report.tables()
    rows = csv.writer(out, lineterminator="\r\n")
    for place, one in enumerate(shown):
        if len(shown) > 1:
            rows.writerows([[]] if place else [])
            rows.writerow([harmless(one.caption)])
        rows.writerow([harmless(head_of(head)) for head in one.table.heads])
        rows.writerows([harmless(plain(cell)) for cell in row] for row in one.table.rows)
    return BOM + out.getvalue()
