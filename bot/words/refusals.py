"""Refusals in words: what stands in the way, and what to do instead."""

from collections.abc import Callable
from datetime import datetime

from bot.domain import covers, errors
from bot.domain.errors import Refusal
from bot.words.catalogue import Words
from bot.words.fields import field_name
from bot.words.knowhow import of_knowing
from bot.words.misreadings import of_misreading
from bot.words.newcomers import newcomer_sentences
from bot.words.reminders import of_reminding
from bot.words.settings import example_value, principle_sentence, setting_name, text_value
from bot.words.shadows import of_shadowing
from bot.words.tasks import of_working

Moment = Callable[[datetime], str]
"""Writes an instant the way the reader's screen shows it."""


def refusal_sentence(refusal: Refusal, words: Words, moment: Moment) -> str:
    """One or two sentences for somebody who was refused something."""
    return (
        of_misreading(refusal, words)
        or _of_founding(refusal, words)
        or _of_voting(refusal, words, moment)
        or _of_deciding(refusal, words, moment)
        or _of_covering(refusal, words, moment)
        or of_reminding(refusal, words, moment)
        or of_knowing(refusal, words)
        or of_shadowing(refusal, words)
        or of_working(refusal, words, moment)
        or _of_work(refusal, words)
    )


def _of_founding(refusal: Refusal, words: Words) -> str | None:
    match refusal:
        case errors.NotSetUp():
            return words.say(
                "I'm not set up here yet. Somebody with Manage Server can type /setup; it takes two minutes."
            )
        case errors.AlreadySetUp():
            return words.say(
                "I'm set up here already. /help shows what you can do; the rules change only by everybody's vote: "
                "/charter propose."
            )
        case errors.NotAFounder():
            return words.say(
                "Setting up takes Discord's Manage Server permission. Ask somebody who has it to type /setup."
            )
        case errors.UnknownTimeZone(near=near) if near:
            return words.say("I don't know a time zone of that name. Did you mean {near}?", near=words.either(near))
        case errors.UnknownTimeZone():
            return words.say("I don't know a time zone of that name. Write it as region and city, like Europe/Madrid.")
        case errors.MissingPermissions(channel_id, names):
            listed = words.listing(permission_name(name, words) for name in names)
            if not channel_id:
                return words.say(
                    "In this server I still need: {names}. Please allow me that, then try again.", names=listed
                )
            return words.say(
                "I can't work in <#{channel}> yet. Please allow me there: {names}. Then try again.",
                channel=channel_id,
                names=listed,
            )
        case _:
            return None


def _of_voting(refusal: Refusal, words: Words, moment: Moment) -> str | None:
    match refusal:
        case errors.MissingText(field):
            return words.say("“{field}” is empty. Please write something there.", field=field_name(field, words))
        case errors.TextTooLong(field, length, limit):
            return words.say(
                "“{field}” has {length} characters; {limit} fit. Please shorten it.",
                field=field_name(field, words),
                length=length,
                limit=limit,
            )
        case errors.TooManyFirstTasks(count, limit):
            return words.say(
                "That is {count} first tasks; {limit} fit. Add the others with /task add once it has passed.",
                count=count,
                limit=limit,
            )
        case errors.TooManyOpenProposals(limit, room_at):
            return words.say(
                "You have {limit} open proposals, the most one person may have. There is room again {when}.",
                limit=limit,
                when=moment(room_at),
            )
        case errors.NoSuchProposal(0):
            return words.say("That isn't the number of a proposal. Pick one from the list, or type it like P-12.")
        case errors.NoSuchProposal(number):
            return words.say("There is no proposal P-{number} here. /proposals list shows what is open.", number=number)
        case errors.NoSuchDecision(0):
            return words.say("That isn't the number of a decision. Pick one from the list, or type it like D-7.")
        case errors.NoSuchDecision(number):
            return words.say("There is no decision D-{number} here. /decisions list shows them all.", number=number)
        case errors.VotingClosed(number, closed_at):
            return words.say(
                "Voting on P-{number} closed {when}. /why shows what came of it.",
                number=number,
                when=moment(closed_at),
            )
        case errors.VotingInterrupted(number):
            return words.say(
                "P-{number} is interrupted: I can't work in its channel. It goes on with the time left; somebody with "
                "Manage Server can type /setup to pick another channel.",
                number=number,
            )
        case errors.NotOnTheRoll(number, opened_at, joined_at, votes_from):
            if joined_at is None or votes_from is None:
                return words.say(
                    "I couldn't see when you joined, so I can't count your vote on P-{number}. Try again soon.",
                    number=number,
                )
            return newcomer_sentences(number, opened_at, joined_at, votes_from, words, moment)
        case errors.NoBallotStands(number):
            return words.say("You have no vote on P-{number} yet. Pick a choice first.", number=number)
        case _:
            return None


def _of_deciding(refusal: Refusal, words: Words, moment: Moment) -> str | None:
    match refusal:
        case errors.VotingNotOpen(number, opens_at):
            return words.say(
                "P-{number} is still being discussed. Voting opens {when}; talk it over until then.",
                number=number,
                when=moment(opens_at),
            )
        case errors.NotOnOffer(number):
            return words.say(
                "P-{number} doesn't offer that any more. Open My vote again and pick from what is there.", number=number
            )
        case errors.BallotChanged(number):
            return words.say(
                "Your vote on P-{number} has changed since you opened this. Open My vote and give the reason there.",
                number=number,
            )
        case errors.CannotAmend(number):
            return words.say(
                "P-{number} stays as it is: somebody else has voted, or voting is over. You can /propose anew and pick "
                "P-{number} as the one it follows.",
                number=number,
            )
        case errors.NotTheAuthor(number):
            return words.say(
                "Only whoever proposed P-{number} can do that. Tell them in its discussion what you would change.",
                number=number,
            )
        case errors.WrongOptions(count, low, high):
            return words.say(
                "A choice has {low} to {high} options, one a line; I found {count}.", low=low, high=high, count=count
            )
        case errors.NotADay():
            return words.say("I can't read that as a day. Write it like 2026-05-11.")
        case errors.NotANumber(field):
            return words.say(
                "“{field}” takes a whole number, like 12. Please write it in digits.", field=field_name(field, words)
            )
        case errors.NotBlocked(number):
            return words.say(
                "D-{number} was not blocked, so there is nothing to rework. Leave that out, or pick one from the list.",
                number=number,
            )
        case errors.NotAValue(setting, _):
            return words.say(
                "I can't read that as “{setting}”. Write it like: {example}.",
                setting=setting_name(setting, words),
                example=example_value(setting, words),
            )
        case errors.OutsideBounds(setting, low, high):
            return words.say(
                "“{setting}” can be anything from {low} to {high}. That is part of our core, which no vote changes.",
                setting=setting_name(setting, words),
                low=text_value(setting, low, words),
                high=text_value(setting, high, words),
            )
        case errors.PartOfTheCore(principle):
            return words.say(
                "{principle} That is our core: no vote, no role and no setting changes it.",
                principle=principle_sentence(principle, words),
            )
        case errors.NoSuchSetting():
            return words.say("Our charter has no such setting. /charter show lists them.")
        case errors.NothingChanges(setting):
            return words.say(
                "“{setting}” is just that already. Type another value.", setting=setting_name(setting, words)
            )
        case errors.ChangeUnderway(setting, number):
            return words.say(
                "P-{number} is about “{setting}” already. One change of it at a time: vote on that one first.",
                setting=setting_name(setting, words),
                number=number,
            )
        case errors.NoSuchMandate():
            return words.say(
                "There is no such mandate here, or its recall is being voted on. /coordinator list shows all."
            )
        case errors.MandateHeld():
            return words.say("You hold a mandate or stand for one already: see /coordinator list and /proposals mine.")
        case _:
            return None


def _of_covering(refusal: Refusal, words: Words, moment: Moment) -> str | None:
    match refusal:
        case covers.NotAVoterYet(joined_at, votes_from):
            if joined_at is None or votes_from is None:
                return words.say("I couldn't see when you joined. Try again soon.")
            return words.say(
                "Only people who vote on it can do that; ask one of them. You joined {joined}; you vote on everything "
                "opened after {votes_from}.",
                joined=moment(joined_at),
                votes_from=moment(votes_from),
            )
        case covers.AlreadyCovered(mark, vote):
            return words.say(
                "{mark} is covered already. Vote in P-{vote} on whether it stays so.", mark=mark, vote=vote
            )
        case covers.StaysReadable(mark, vote):
            return words.say("P-{vote} decided that {mark} stays readable.", mark=mark, vote=vote)
        case covers.NothingToCover(number):
            return words.say(
                "P-{number} is itself the vote on covering a text. Say there what you think: My vote.", number=number
            )
        case covers.NothingOfThatNumber():
            return words.say(
                "That isn't a number I know. Pick one from the list, or type it like P-12, D-7, T-3 or K-3."
            )
        case _:
            return None


def _of_work(refusal: Refusal, words: Words) -> str:
    match refusal:
        case errors.NoSuchTask(0):
            return words.say("That isn't the number of a task. Pick one from the list, or type it like T-3.")
        case errors.NoSuchTask(number):
            return words.say("There is no task T-{number} here. /task list shows what looks for hands.", number=number)
        case errors.TaskIsDone(number):
            return words.say("T-{number} is done already. /task list shows what still looks for hands.", number=number)
        case errors.TaskIsFull(number, people_needed):
            return words.count(
                "Somebody was quicker: T-{number} has the person it needs. /task list shows others.",
                "Others were quicker: T-{number} has the {n} people it needs. /task list shows others.",
                people_needed,
                number=number,
            )
        case errors.AlreadyClaimed(number):
            return words.say("T-{number} is yours already. Press Done on it when it is finished.", number=number)
        case errors.WrongPeopleNeeded(limit):
            return words.say(
                "A task is for 1 to {limit} people. For more, put up several tasks, each with its own part.",
                limit=limit,
            )
        case errors.TooManyClaims(limit, held):
            return words.say(
                "You hold {limit} tasks ({held}), the most one person may hold. Finish or hand back one first.",
                limit=limit,
                held=words.listing(f"T-{number}" for number in held),
            )
        case errors.NotYourTask(number):
            return words.say("You don't hold T-{number}; only people who hold it can do that.", number=number)
        case _:
            raise TypeError(f"no words for the refusal {refusal!r}")


def permission_name(flag: str, words: Words) -> str:
    """What Discord's settings call a permission, for the ones the bot asks for."""
    match flag:
        case "view_channel":
            return words.say("View Channel")
        case "send_messages":
            return words.say("Send Messages")
        case "send_messages_in_threads":
            return words.say("Send Messages in Threads")
        case "create_public_threads":
            return words.say("Create Public Threads")
        case "embed_links":
            return words.say("Embed Links")
        case "read_message_history":
            return words.say("Read Message History")
        case "add_reactions":
            return words.say("Add Reactions")
        case "manage_channels":
            return words.say("Manage Channels")
        case _:
            raise KeyError(flag)
