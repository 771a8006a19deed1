"""Drives a sandbox and a bot by their sockets, as people would."""
