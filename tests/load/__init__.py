"""Benchmarks: they measure and print, and never fail a build."""
