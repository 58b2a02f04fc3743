"""Tells programs outside what happens: addresses registered by operators, events of the ledger posted and signed."""
