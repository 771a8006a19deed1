"""Powers: who may do what to the process, as one frozen table, and what Discord's own permissions allow beside it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Who(StrEnum):
    """Whose power something is, from everybody's to nobody's."""

    ANYBODY = "anybody"
    VOTER = "voter"
    """Who is on the roll of the proposal. Source: charter, §2."""
    TWO_VOTERS = "two_voters"
    AUTHOR = "author"
    """Of the proposal, until somebody else has voted on it."""
    HOLDER = "holder"
    """Of the task."""
    COORDINATOR = "coordinator"
    FOUNDER = "founder"
    """Somebody with Discord's Manage Server, once."""
    NOBODY = "nobody"


class Power(StrEnum):
    """What can be done to the process, or could be thought to be."""

    PROPOSE = "propose"
    DISCUSS = "discuss"
    TAKE_TASKS = "take_tasks"
    CHECK = "check"
    READ_LOG = "read_log"
    STAND = "stand"
    VOTE = "vote"
    BLOCK = "block"
    KEEP_INSIDE = "keep_inside"
    COVER = "cover"
    AMEND = "amend"
    WITHDRAW = "withdraw"
    HAND_BACK = "hand_back"
    FINISH = "finish"
    REMIND = "remind"
    SET_UP = "set_up"
    CLOSE = "close"
    PROLONG = "prolong"
    CHANGE_TEXTS = "change_texts"
    CHANGE_BALLOTS = "change_ballots"
    HIDE = "hide"
    VETO = "veto"
    GIVE_WORK = "give_work"
    CHANGE_RULES = "change_rules"


POWERS: Mapping[Power, Who] = MappingProxyType(
    {
        Power.PROPOSE: Who.ANYBODY,
        Power.DISCUSS: Who.ANYBODY,
        Power.TAKE_TASKS: Who.ANYBODY,
        Power.CHECK: Who.ANYBODY,
        Power.STAND: Who.ANYBODY,
        Power.READ_LOG: Who.ANYBODY,
        Power.VOTE: Who.VOTER,
        Power.BLOCK: Who.VOTER,
        Power.KEEP_INSIDE: Who.VOTER,
        Power.COVER: Who.TWO_VOTERS,
        Power.AMEND: Who.AUTHOR,
        Power.WITHDRAW: Who.AUTHOR,
        Power.HAND_BACK: Who.HOLDER,
        Power.FINISH: Who.HOLDER,
        Power.REMIND: Who.COORDINATOR,
        Power.SET_UP: Who.FOUNDER,
        Power.CLOSE: Who.NOBODY,
        Power.PROLONG: Who.NOBODY,
        Power.CHANGE_TEXTS: Who.NOBODY,
        Power.CHANGE_BALLOTS: Who.NOBODY,
        Power.HIDE: Who.NOBODY,
        Power.VETO: Who.NOBODY,
        Power.GIVE_WORK: Who.NOBODY,
        Power.CHANGE_RULES: Who.NOBODY,
    }
)
"""Source: charter, §1 to §4 and §9."""


def powers_of(who: Who) -> tuple[Power, ...]:
    """What these people may do beyond everybody else, in the table's order."""
    return tuple(power for power, whose in POWERS.items() if whose is who)


class DiscordAct(StrEnum):
    """What somebody can do to the process by Discord's own permissions, past the bot."""

    HIDE_COMMANDS = "hide_commands"
    STRIP = "strip"
    """Take reactions off, or delete messages."""
    TIME_OUT = "time_out"
    KICK = "kick"
    CHANGE_CHANNELS = "change_channels"


DISCORD_ACTS: Mapping[DiscordAct, tuple[str, ...]] = MappingProxyType(
    {
        DiscordAct.STRIP: ("manage_messages",),
        DiscordAct.HIDE_COMMANDS: ("manage_guild",),
        DiscordAct.TIME_OUT: ("moderate_members",),
        DiscordAct.KICK: ("kick_members", "ban_members"),
        DiscordAct.CHANGE_CHANNELS: ("manage_channels",),
    }
)
"""Which of Discord's permission flags allow it; any one does. Source: integrity page, §2 and §3."""
