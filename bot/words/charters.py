"""Charters: how a group decides in plain sentences, with its own numbers, and what a version changed."""

from collections.abc import Iterable
from fractions import Fraction

from bot.domain.charter import PUBLISHES, SETTINGS
from bot.domain.rules import SMALLEST_QUORUM, DecisionRule, Kind, ServerRules, freeze, quorum_of
from bot.words.catalogue import Words
from bot.words.kinds import kind_word
from bot.words.settings import setting_name, setting_value, text_value

_FEW, _MANY = 10, 100
"""For so many active people the number needed is told."""


def deciding_sentences(rules: ServerRules, words: Words) -> list[str]:
    """How it is decided here, what matters most first."""
    value = {key: setting_value(key, setting.read(rules), words) for key, setting in SETTINGS.items()}
    action = freeze(rules, Kind.ACTION, active=_MANY)
    said = [
        words.say("Anybody here can propose. One person, one vote.") + " " + _who_votes(rules, value, words),
        words.say("Voting lasts {span} and never closes early.", span=value["voting_hours"]),
        words.say("Something passes when enough people take part and {must}.", must=_agreeing(action.threshold, words)),
        words.say(
            "Enough: of {few} people who did something here in the last {span}, {few_needed} must take part; "
            "of {many}, {many_needed}. Fewer than {smallest} cannot decide.",
            few=_FEW,
            many=_MANY,
            span=value["activity_days"],
            few_needed=quorum_of(_FEW, rules.quorum_factor),
            many_needed=quorum_of(_MANY, rules.quorum_factor),
            smallest=SMALLEST_QUORUM,
        ),
        _blocks(action, words),
        words.say(
            "Among several options the one with most approvals is taken, if at least half of those taking part approve "
            "of it."
        ),
        words.say(
            "What is small and can be undone passes quietly if one more person agrees and nobody is against it. "
            "The first one against, and everybody votes."
        ),
        words.say("Agreements are looked at again after {span}.", span=value["review_days"]),
        _coordinators(rules, value, words),
        words.say(
            "These numbers change only by our own vote. It lasts {span}, half again as many must take part, and "
            "{must}.",
            span=value["charter_voting_hours"],
            must=_agreeing(rules.strong_threshold, words),
        ),
    ]
    return said + _secrets(rules, words)


def change_sentences(
    changed: Iterable[tuple[str, Fraction, Fraction]], words: Words, *, switched_on: bool
) -> list[str]:
    """What one version of a charter changed, setting by setting; `switched_on` says that it began to publish."""
    said = [
        words.say(
            "{setting}: {old} → {new}",
            setting=setting_name(key, words),
            old=setting_value(key, old, words),
            new=setting_value(key, new, words),
        )
        for key, old, new in changed
    ]
    return [*said, f"{setting_name(PUBLISHES, words)}: {text_value(PUBLISHES, 'yes', words)}"] if switched_on else said


def _who_votes(rules: ServerRules, value: dict[str, str], words: Words) -> str:
    if not rules.tenure:
        return words.say("Whoever is here when voting opens votes.")
    return words.say("Whoever was here {span} before voting opens votes.", span=value["tenure_days"])


def _agreeing(share: Fraction, words: Words) -> str:
    """How many must agree, compared with those against."""
    match share / (1 - share):
        case 2:
            return words.say("at least twice as many agree as disagree or block")
        case 3:
            return words.say("at least three times as many agree as disagree or block")
        case _:
            return words.say(
                "at least {part} of every {whole} agree, not counting who abstains",
                part=share.numerator,
                whole=share.denominator,
            )


def _blocks(rule: DecisionRule, words: Words) -> str:
    """How blocks work, for few people and for many."""
    fewest = words.count(
        "Whoever sees harm can block and must say why: {n} such block stops a proposal,",
        "Whoever sees harm can block and must say why: {n} such blocks stop a proposal,",
        rule.block_floor,
    )
    return words.say(
        "{fewest} and where many take part, {part} of every {whole}. It can be reworked and proposed anew.",
        fewest=fewest,
        part=rule.block_share.numerator,
        whole=rule.block_share.denominator,
    )


def _coordinators(rules: ServerRules, value: dict[str, str], words: Words) -> str:
    return words.count(
        "At most {n} coordinator, for {span}, may schedule reminders for everybody, and nothing else. Whoever was "
        "given this power can be recalled at any time: more must agree than disagree.",
        "At most {n} coordinators, for {span} each, may schedule reminders for everybody, and nothing else. Whoever "
        "was given this power can be recalled at any time: more must agree than disagree.",
        rules.seats,
        span=value["term_days"],
    )


def _secrets(rules: ServerRules, words: Words) -> list[str]:
    """Which votes are secret here."""
    kinds = words.listing(kind_word(kind, words) for kind in sorted(rules.secret_kinds))
    always = words.say("Votes about mandates are always secret.")
    if not kinds:
        return [always]
    here = words.say("Here these are, too: {kinds}.", kinds=kinds)
    return [f"{always} {here}"]
