"""The charter's settings in words: what each number is called, and its value as people say it."""

from fractions import Fraction

from bot.domain.charter import CHANNELS, NO_ROLE, PUBLISHES, SETTINGS, Housekeeping, Principle
from bot.domain.digest import DigestTime
from bot.words.catalogue import Words, language_name

_EXAMPLES = {
    Housekeeping.TIME_ZONE: "Europe/Madrid",
    Housekeeping.LANGUAGE: "Español",
    Housekeeping.COORDINATORS_ROLE: "@…",
}


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
            return words.say("how long people are here before they vote")
        case "activity_days":
            return words.say("how long people count as active")
        case "block_floor":
            return words.say("how many blocks stop a proposal")
        case "block_share":
            return words.say("what share of blocks stops a proposal")
        case "open_proposals":
            return words.say("how many open proposals one person may have")
        case "claims":
            return words.say("how many tasks one person may hold")
        case "seats":
            return words.say("how many coordinators there are")
        case "term_days":
            return words.say("how long a mandate lasts")
        case "review_days":
            return words.say("after how long we look at agreements again")
        case "secret_action":
            return words.say("voting on actions in secret")
        case "secret_agreement":
            return words.say("voting on agreements in secret")
        case "secret_choice":
            return words.say("voting on choices in secret")
        case "publish_proposals":
            return words.say("open proposals on the web")
        case "publish_tasks":
            return words.say("tasks looking for hands on the web")
        case "publish_calendar":
            return words.say("calendar on the web")
        case "invite_search_engines":
            return words.say("invite search engines")
        case Housekeeping.TIME_ZONE:
            return words.say("our time zone")
        case Housekeeping.LANGUAGE:
            return words.say("our language")
        case Housekeeping.DIGEST_TIME:
            return words.say("when our digest comes")
        case Housekeeping.PROPOSALS_CHANNEL:
            return words.say("the channel for proposals")
        case Housekeeping.DECISIONS_CHANNEL:
            return words.say("the channel for decisions")
        case Housekeeping.TASKS_CHANNEL:
            return words.say("the channel for tasks")
        case Housekeeping.COORDINATORS_ROLE:
            return words.say("the role that shows who coordinates")
        case _ if key == PUBLISHES:
            return words.say("publishing our decisions on the web")
        case _:
            raise KeyError(key)


def sentence_case(name: str) -> str:
    """A name as a sentence begins with it: only the first letter changes, as German nouns keep theirs."""
    return name[:1].upper() + name[1:]


def principle_sentence(principle: str, words: Words) -> str:
    """What no vote changes, as a sentence."""
    match Principle(principle):
        case Principle.ONE_VOTE:
            return words.say("One person, one vote: no weights, no casting vote.")
        case Principle.FREE_CHOICE:
            return words.say("Nobody gives work to anybody: people take it up themselves.")
        case Principle.ONLY_REMINDERS:
            return words.say("Coordinators schedule reminders, and nothing else. Admins have one vote like everyone.")
        case Principle.ONLY_BY_VOTE:
            return words.say("The rules change only by our own vote.")
        case Principle.OPEN_LOG:
            return words.say(
                "Everybody can read, copy and check the whole log. No entry is taken out of it; where a text was "
                "erased, it says so."
            )
        case Principle.FULL_TIME:
            return words.say("Votes last at least 24 hours and never close early.")
        case Principle.EASIER_BACK:
            return words.say("A power is easier to take back than to give.")


def text_value(key: str, text: str, words: Words) -> str:
    """The value of any setting, out of the text in which a change holds it."""
    if key in SETTINGS:
        return setting_value(key, SETTINGS[key].of_text(text), words)
    if key == PUBLISHES:
        return words.say("yes") if text == "yes" else words.say("no")
    if key in list(CHANNELS):
        return f"<#{text}>"
    if key == Housekeeping.COORDINATORS_ROLE:
        return words.say("no role") if text == NO_ROLE else f"<@&{text}>"
    if key == Housekeeping.DIGEST_TIME:
        return digest_time_words(text, words)
    return language_name(text) if key == Housekeeping.LANGUAGE else text


def digest_time_words(text: str, words: Words) -> str:
    """When the digest comes, as people type it too: "Monday 18:00"."""
    at = DigestTime.of_text(text)
    return words.say("{weekday} {hour}:00", weekday=words.weekday(at.weekday), hour=f"{at.hour:02}")


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
            return words.say("{part} of every {whole}", part=value.numerator, whole=value.denominator)
        case "yes or no":
            return words.say("yes") if value else words.say("no")
        case "factor" if value == 1:
            return words.say("the usual number")
        case "factor":
            return words.say("{times} times the usual number", times=f"{float(value):g}")
        case _:
            return str(number)


def web_sentences(key: str, words: Words, *, is_on: bool) -> str:
    """What switching something on or off on the web means, before anybody votes on it."""
    if not is_on:
        return words.say(
            "Taking this back is as easy as taking back a mandate: a secret vote in which more agree than disagree. "
            "Copies that others made stay."
        )
    return "\n".join(
        (
            _on_the_web(key, words),
            words.say("It counts only while we publish our decisions on the web. No vote is counted differently."),
        )
    )


def _on_the_web(key: str, words: Words) -> str:
    """Who could read what."""
    match key:
        case "publish_proposals":
            return words.say(
                "Anybody on the web could read our open proposals and the day voting closes, opponents too. "
                "No names, and nothing about who votes or how."
            )
        case "publish_tasks":
            return words.say("Anybody on the web could read which tasks look for hands, opponents too. No names.")
        case "publish_calendar":
            return words.say(
                "Anybody on the web could read our reminders and the days on which they come, opponents too. "
                "No names and no hours."
            )
        case "invite_search_engines":
            return words.say("Search engines could show our pages to anybody, and keep copies.")
        case _:
            raise KeyError(key)


def example_value(key: str, words: Words) -> str:
    """How a value of a setting is typed."""
    if key == PUBLISHES:
        return words.say("yes")
    if key == Housekeeping.DIGEST_TIME:
        return digest_time_words(DigestTime().text(), words)
    if key in list(Housekeeping):
        return _EXAMPLES.get(Housekeeping(key), "#…")
    match SETTINGS[key].unit:
        case "hours":
            return words.say("5 days")
        case "days":
            return words.say("10 days")
        case "share":
            return "3/4"
        case "factor":
            return "1.5"
        case "yes or no":
            return words.say("yes")
        case _:
            return "3"
