"""Open data: pure builders of OCDS 1.1.5 from rows, packages, merging and checking."""
