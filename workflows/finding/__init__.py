"""The life of a finding."""
