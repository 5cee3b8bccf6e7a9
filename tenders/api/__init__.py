"""API v1: calls, awards, contracts, buyers, firms and categories as plain JSON, to be read only."""
