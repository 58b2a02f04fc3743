"""Writes what happened in forms that other programs read: OCEL 2.0, XES and CSV.

Read `steps.py` (what is read of each Move) and `things.py` (what is told of each thing) first; a writer follows for
every form. Everything is streamed: a log of any length takes the memory of a page.
"""
