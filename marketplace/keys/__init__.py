"""Copies of the keys that an operator must not lose: written, brought back, tried."""
