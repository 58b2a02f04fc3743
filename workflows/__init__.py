"""The rules: pure lifecycles, guards and the arithmetic of time. No session, no clock, no network."""
