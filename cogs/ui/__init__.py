"""Looks: cards become pictures in Discord's components; nothing here sends anything."""
