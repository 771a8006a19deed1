"""Rows and every query on them; the only floor that speaks SQL."""
