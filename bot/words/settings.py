"""The charter's settings in words: what each number is called, and its value as people say it."""

from fractions import Fraction

from bot.domain.charter import SETTINGS
from bot.words.catalogue import Words


def setting_name(key: str, words: Words) -> str:
    """What a number of the charter is called."""
    match key:
        case "voting_hours":
            return words.say("how long voting lasts")
        case "charter_voting_hours":
            return words.say("how long voting on the charter lasts")
        case "threshold":
            return words.say("how many must agree")
        case "strong_threshold":
            return words.say("how many must agree to change the charter")
        case "quorum_factor":
            return words.say("how many must take part")
        case "tenure_days":
            return words.say("how long one is here before one votes")
        case "activity_days":
            return words.say("how long one counts as active")
        case "block_floor":
            return words.say("how many blocks stop a proposal")
        case "block_share":
            return words.say("which share of blocks stops a proposal")
        case "open_proposals":
            return words.say("how many open proposals one person has")
        case "claims":
            return words.say("how many tasks one person holds")
        case "review_days":
            return words.say("after how long agreements are reviewed")
        case _:
            raise KeyError(key)


def setting_value(key: str, value: Fraction, words: Words) -> str:
    """A value as people say it: "5 days", "2 of 3", "1.5 times as many"."""
    number = int(value)
    match SETTINGS[key].unit:
        case "hours" if number % 24 == 0:
            return words.count("{n} day", "{n} days", number // 24)
        case "hours":
            return words.count("{n} hour", "{n} hours", number)
        case "days":
            return words.count("{n} day", "{n} days", number)
        case "share":
            return words.say("{part} of {whole}", part=value.numerator, whole=value.denominator)
        case "factor":
            return words.say("{times} times the usual", times=f"{float(value):g}")
        case _:
            return str(number)
