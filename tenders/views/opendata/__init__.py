"""Open data under addresses without a language, which are published and must never move."""
