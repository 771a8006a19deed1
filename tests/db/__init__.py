"""Proofs of the rows: migrations, upserts, and that no query shows another server's rows."""
