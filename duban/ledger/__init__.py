"""Seals the Moves in a signed Merkle tree, checks that nothing was changed since, and proves one Move to a stranger.

Read `verifier.py` first: how a Move is written down and hashed stands there and only there.
"""
