"""All routes of the REST API in the order in which they are tried."""

from bot.sandbox.rest import channels, commands, guilds, interactions, login, messages, reactions, threads
from bot.sandbox.rest.call import Route

ROUTES: list[Route] = [
    *login.routes.all,
    *guilds.routes.all,
    *threads.routes.all,
    *messages.routes.all,
    *reactions.routes.all,
    *channels.routes.all,
    *commands.routes.all,
    *interactions.routes.all,
]
