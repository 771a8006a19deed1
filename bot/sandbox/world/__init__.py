"""The state of a small Discord: servers, people, messages, and the acts that change them."""

from bot.sandbox.world.clock import Clock
from bot.sandbox.world.errors import DiscordError
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.world import World

__all__ = ["Clock", "DiscordError", "Permission", "World"]
