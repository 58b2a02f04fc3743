"""The REST API: what the pages show and do, for programs; the same rules, the same refusals."""
