"""The rooms of a log on the web: each knows one sort of page."""
