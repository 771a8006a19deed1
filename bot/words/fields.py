"""Fields: what a form calls each thing that it asks for."""

from bot.words.catalogue import Words


def field_name(field: str, words: Words) -> str:
    """What a form calls a field."""
    match field:
        case "question":
            return words.say("Question")
        case "title":
            return words.say("Title")
        case "body":
            return words.say("What and why")
        case "first_tasks":
            return words.say("First tasks")
        case "options":
            return words.say("Options")
        case "present":
            return words.say("How many were there")
        case "reason":
            return words.say("Reason")
        case "task":
            return words.say("What is to be done")
        case "why":
            return words.say("Why")
        case "skills":
            return words.say("Skills")
        case "remind_what":
            return words.say("What to remind of")
        case "know_how":
            return words.say("What others need to know")
        case "tags":
            return words.say("Tags")
        case "item":
            return words.say("Item")
        case "notes":
            return words.say("Notes")
        case "public_name":
            return words.say("Name on the web")
        case _:
            raise KeyError(field)
