"""The bridge: what all extensions share of Discord, and the ports of the services over it."""
