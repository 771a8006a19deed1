"""The proofs: one room for each floor, and one for each way in from outside."""
