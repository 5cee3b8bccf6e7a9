"""Measurements: ``./run bench [what]``. README.md tells the method; nothing here is a test."""
