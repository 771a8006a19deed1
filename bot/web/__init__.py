"""The public log on the web: pages without names, scripts or cookies, served by the bot itself."""

from bot.web.server import LogServer

__all__ = ["LogServer"]
