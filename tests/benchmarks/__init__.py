"""Benchmarks: how fast the bot is beside something that does next to nothing, in one run on one machine."""
