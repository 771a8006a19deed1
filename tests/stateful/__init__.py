"""Histories that nobody thought of, held against an oracle that was written from the charter alone."""
