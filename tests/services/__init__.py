"""Proofs of the use cases, over a real database file and fakes of the world outside."""
