"""Powers in words: who may do what, and what the bot does when somebody uses Discord's own permissions."""

from bot.domain.powers import DiscordAct, Power, Who
from bot.words.catalogue import Words


def who_heading(who: Who, words: Words) -> str:
    """Whose powers a line is about."""
    match who:
        case Who.ANYBODY:
            return words.say("Everybody here")
        case Who.VOTER:
            return words.say("Whoever votes on it")
        case Who.TWO_VOTERS:
            return words.say("Any two of them together")
        case Who.AUTHOR:
            return words.say("Whoever proposed it, until somebody else has voted")
        case Who.HOLDER:
            return words.say("Whoever holds a task")
        case Who.COORDINATOR:
            return words.say("A coordinator")
        case Who.FOUNDER:
            return words.say("Whoever has Discord's Manage Server")
        case Who.NOBODY:
            return words.say("Nobody, no admin, no coordinator, not me")


def power_phrase(power: Power, words: Words) -> str:
    """What can be done, in a few words."""
    match power:
        case Power.PROPOSE:
            return words.say("propose")
        case Power.DISCUSS:
            return words.say("discuss")
        case Power.TAKE_TASKS:
            return words.say("put up and take tasks")
        case Power.CHECK:
            return words.say("ask for a temperature check")
        case Power.STAND:
            return words.say("stand for a mandate")
        case Power.READ_LOG:
            return words.say("read the whole log")
        case Power.VOTE:
            return words.say("vote and change their vote")
        case Power.BLOCK:
            return words.say("block with a reason")
        case Power.KEEP_INSIDE:
            return words.say("keep a text off the web")
        case Power.COVER:
            return words.say("cover a text that exposes a person, until everybody has voted on it")
        case Power.AMEND:
            return words.say("change the text")
        case Power.WITHDRAW:
            return words.say("take the proposal back")
        case Power.HAND_BACK:
            return words.say("hand it back")
        case Power.FINISH:
            return words.say("say that it is done")
        case Power.REMIND:
            return words.say("schedule, move and cancel reminders")
        case Power.SET_UP:
            return words.say("set me up, once")
        case Power.CLOSE:
            return words.say("closes a vote early")
        case Power.PROLONG:
            return words.say("makes one last longer")
        case Power.CHANGE_TEXTS:
            return words.say("changes or deletes what was proposed or decided")
        case Power.CHANGE_BALLOTS:
            return words.say("changes somebody's vote")
        case Power.HIDE:
            return words.say("hides a proposal on their own")
        case Power.VETO:
            return words.say("vetoes")
        case Power.GIVE_WORK:
            return words.say("gives work to somebody")
        case Power.CHANGE_RULES:
            return words.say("changes the rules without a vote")


def act_phrase(act: DiscordAct, words: Words) -> str:
    """What Discord lets somebody do."""
    match act:
        case DiscordAct.HIDE_COMMANDS:
            return words.say("Hide my commands")
        case DiscordAct.STRIP:
            return words.say("Take reactions off, delete ballots")
        case DiscordAct.TIME_OUT:
            return words.say("Time somebody out")
        case DiscordAct.KICK:
            return words.say("Kick or ban")
        case DiscordAct.CHANGE_CHANNELS:
            return words.say("Close or delete channels")


def answer_sentence(act: DiscordAct, words: Words) -> str:
    """What the bot does then."""
    match act:
        case DiscordAct.HIDE_COMMANDS:
            return words.say("Reactions and the buttons under each ballot go on working.")
        case DiscordAct.STRIP:
            return words.say("No vote changes. I put the ballot and the reactions back, and say so for all to see.")
        case DiscordAct.TIME_OUT:
            return words.say("Nobody can tap or press while timed out by Discord. A vote cast before still counts.")
        case DiscordAct.KICK:
            return words.say("A vote cast before still counts. Leaving and coming back restarts nobody's time here.")
        case DiscordAct.CHANGE_CHANNELS:
            return words.say("Votes wait, and go on with the time left when I can work again.")
