"""Proofs of the words: complete catalogues, and every explanation as members read it."""
