"""Pictures: messages in Components V2 whose buttons are known by their custom ids alone, also after a restart."""

from collections.abc import Iterable

import discord
from discord import ui

PREFIX = "minga"

TEXT_LIMIT = 4_000
"""Characters of text in one message of components. Source: integrity page, §4."""


def custom_id(action: str, number: int = 0, detail: str = "") -> str:
    """The id by which a press or a form finds its way: which act, on what number, and one detail more."""
    return f"{PREFIX}/{action}/{number}/{detail}"


def button(
    label: str,
    action: str,
    number: int = 0,
    detail: str = "",
    *,
    emoji: str | None = None,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    disabled: bool = False,
) -> ui.Button["Picture"]:
    """A button that acts."""
    return ui.Button(
        label=label, emoji=emoji, style=style, disabled=disabled, custom_id=custom_id(action, number, detail)
    )


def link_button(label: str, url: str) -> ui.Button["Picture"]:
    """A button that leads somewhere."""
    return ui.Button(label=label, url=url)


def channel_url(guild_id: int, channel_id: int, message_id: int | None = None) -> str:
    """Where Discord's own clients find a channel, a thread or a message."""
    url = f"https://discord.com/channels/{guild_id}/{channel_id}"
    return f"{url}/{message_id}" if message_id else url


class Picture(ui.LayoutView):
    """A finished layout: discord.py stores nothing of it, so it holds no callbacks and never times out."""

    def __init__(self, *items: ui.Item["Picture"]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)
        self._fit()
        self.stop()

    def _fit(self) -> None:
        """Cut the longest text as far as Discord's limit asks: what is hostile enough to swell must not be refused."""
        while (excess := self.content_length() - TEXT_LIMIT) > 0:
            longest = max(
                (item for item in self.walk_children() if isinstance(item, ui.TextDisplay)),
                key=lambda item: len(item.content),
            )
            longest.content = longest.content[: -excess - 2] + " …"


def row(buttons: Iterable[ui.Button[Picture] | None]) -> ui.ActionRow[Picture] | None:
    """A row of the buttons that are there, None where none is."""
    present = [each for each in buttons if each is not None]
    return ui.ActionRow(*present) if present else None


def card(*items: ui.Item[Picture] | str | None, accent: discord.Colour | None = None) -> ui.Container[Picture]:
    """A framed card of texts and rows; what is None or empty is left out."""
    present = [ui.TextDisplay(item) if isinstance(item, str) else item for item in items if item]
    return ui.Container(*present, accent_colour=accent)


def note(text: str, *buttons: ui.Button[Picture]) -> Picture:
    """A short text with buttons under it, for private answers."""
    under = row(buttons)
    return Picture(ui.TextDisplay(text), *([under] if under else []))
