"""Fault tests: real processes are killed while real people sign."""
