"""The inbox: web pages on which reviewers and liaisons do their part, and a small API for the same acts."""
