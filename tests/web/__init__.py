"""The public log over real HTTP, on a real database file."""
