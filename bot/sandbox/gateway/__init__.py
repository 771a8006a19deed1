"""Discord's gateway, version 10: events of the world over web sockets, in sessions that can be resumed."""
