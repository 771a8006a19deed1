"""Own data in words: what each part of what is stored about somebody is, and what it is for."""

from bot.words.catalogue import Words


def part_name(part: str, words: Words) -> str:
    """What a part is called, as a heading."""
    return _told(words)[part][0]


def part_meaning(part: str, words: Words) -> str:
    """What a part is kept for, and how long."""
    return _told(words)[part][1]


def _told(words: Words) -> dict[str, tuple[str, str]]:
    return _of_voting(words) | _of_work(words) | _of_know_how(words) | _of_time(words)


def _of_voting(words: Words) -> dict[str, tuple[str, str]]:
    return {
        "member": (
            words.say("You as a member"),
            words.say("Your name here, since when you are here, the day of your last act: it decides who votes."),
        ),
        "ballots": (
            words.say("Ballots"),
            words.say("How you voted. Thirty days after a vote has ended nobody can tell any more, not even I."),
        ),
        "acts": (
            words.say("Taps and clicks on votes"),
            words.say("From them every vote can be counted again. Who did them is forgotten with the ballots."),
        ),
        "objections": (
            words.say("Objections"),
            words.say("The texts stay on record. That they are yours is forgotten with the ballots."),
        ),
        "proposals": (words.say("Proposals"), words.say("What you proposed stands in the log, without your name.")),
        "about_me": (
            words.say("Votes about you"),
            words.say("Mandates that you stood for, and their recalls. The log says only which seat."),
        ),
        "cover_asks": (
            words.say("Texts you wanted covered"),
            words.say("Nobody is shown that it was you. Thirty days after the vote on it that is forgotten."),
        ),
        "forgettings": (
            words.say("Votes after which you are forgotten"),
            words.say("You asked for it while they were under way."),
        ),
    }


def _of_work(words: Words) -> dict[str, tuple[str, str]]:
    return {
        "tasks": (words.say("Tasks you put up"), words.say("Everybody in the server can read them.")),
        "claims": (
            words.say("Tasks you took"),
            words.say("Who holds a task is shown on it, also once it is done."),
        ),
        "mandates": (words.say("Mandates"), words.say("While you coordinate, and afterwards for what you did.")),
        "dropped_tasks": (
            words.say("Tasks you dropped"),
            words.say("Why, and that it was you, is shown on the task."),
        ),
        "task_revisions": (
            words.say("What you changed in tasks"),
            words.say("Everybody can read it in the task's history."),
        ),
        "offers_made": (
            words.say("Tasks you offered"),
            words.say("Whom you asked is left out here, because it is theirs, too."),
        ),
        "offers_received": (
            words.say("Tasks offered to you"),
            words.say("Who asked you is left out here, because it is theirs, too. A no is written down nowhere."),
        ),
        "shadows": (
            words.say("Tasks you would like to learn"),
            words.say("Those who do them see it in the task's thread."),
        ),
        "abilities": (words.say("What you can do"), words.say("Only you see it.")),
    }


def _of_know_how(words: Words) -> dict[str, tuple[str, str]]:
    return {
        "page_revisions": (
            words.say("Know-how you wrote"),
            words.say("Pages, and notes of meetings. Everybody can read them and revise them."),
        ),
        "page_writings": (
            words.say("Know-how you didn't send"),
            words.say("Only you see it. It is gone after a while."),
        ),
        "unsent_forms": (
            words.say("The last form that didn't go through"),
            words.say("It is kept for a while so that you needn't type it again."),
        ),
    }


def _of_time(words: Words) -> dict[str, tuple[str, str]]:
    return {
        "reminders": (words.say("Reminders for all"), words.say("What you scheduled as a coordinator is signed.")),
        "own_reminders": (words.say("Your own reminders"), words.say("Only you see them.")),
        "previews": (words.say("Reminders you didn't save"), words.say("They are gone after a day.")),
        "attendances": (words.say("Meetings you come to"), words.say("Everybody sees how many come, and not who.")),
        "agenda_items": (words.say("Agenda items"), words.say("They stand on the agenda without your name.")),
        "calendar_link": (
            words.say("Your calendar link"),
            words.say("Only a fingerprint of it and its day are kept; nobody can read the link from that."),
        ),
    }
