"""The invitation: the link that brings the bot into a server with the least it needs."""

import discord

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    read_message_history=True,
    add_reactions=True,
    manage_messages=True,
)
"""Never Administrator, Mention Everyone or Manage Roles. Source: integrity page, §3, "Permissions asked for"."""


def invitation(application_id: int) -> str:
    """The link for an application's id."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands"))
