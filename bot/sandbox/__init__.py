"""A small Discord on loopback with a clock of its own, for trying the bot and for testing it over real sockets."""
