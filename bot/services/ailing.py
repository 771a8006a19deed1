"""Ailing: what the floors above may ask of a fault of the database's, to say it in a sentence."""

from db.ailing import takes_nothing
from db.engine import is_outage, reason_of

__all__ = ["is_outage", "reason_of", "takes_nothing"]
