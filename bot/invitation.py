"""The invitation: the link that brings the bot into a server with the least it needs."""

from enum import IntFlag
from functools import reduce
from operator import or_
from urllib.parse import urlencode


class Permission(IntFlag):
    """What the bot asks for, by Discord's own bits. Source: integrity page, §3, "Permissions asked for"."""

    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    READ_MESSAGE_HISTORY = 1 << 16
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38


PERMISSIONS = reduce(or_, Permission)
"""All of them; never Administrator, Mention Everyone or Manage Roles."""


def invitation(application_id: int) -> str:
    """The link for an application's id."""
    asked = {
        "client_id": application_id,
        "scope": "bot applications.commands",
        "permissions": PERMISSIONS.value,
    }
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"
