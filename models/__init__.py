"""The nouns: tables, frozen values and the vocabulary. Imports nothing of ours."""
