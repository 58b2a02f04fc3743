"""Writes what a plan has come to: the summary and its forms — markdown, an official document, a ledger sheet."""
