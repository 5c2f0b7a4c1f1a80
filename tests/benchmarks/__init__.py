"""Measurements: ``python -m tests.benchmarks.NAME`` prints a table and, where it compares, a last line ``ratio: X``."""
