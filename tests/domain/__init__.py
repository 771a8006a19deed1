"""Proofs of the pure rules: every sentence of the charter that the domain holds."""
