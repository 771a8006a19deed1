"""Discord's REST API, version 10, answered from the world."""
