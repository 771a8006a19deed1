"""Sharing: which kinds of work hang on one person alone, so that others are invited to learn them."""

from datetime import timedelta

WITHIN = timedelta(days=90)
"""Work that is done longer ago says nothing of who can do it now. Source: charter, §6 and §7."""

LEAST_DONE = 2
"""Tasks of a kind that were done, so that it is a kind of work and points at nobody for a single deed."""
