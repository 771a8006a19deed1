"""The page's HTTP interface, tried through the story's driver with a small bot of discord.py."""
