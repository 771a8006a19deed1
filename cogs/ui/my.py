"""What is one's own: everything stored about oneself, what forgetting does, and the name on the web."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import discord
from discord import ui

from bot.services.members import FarewellCard, OwnData, ShownName
from bot.services.own_texts import OwnTexts
from bot.words.catalogue import Words
from bot.words.own_data import part_meaning, part_name
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.text import line, stamp

FILES_A_MESSAGE = 10
"""Files that Discord takes with one message."""

Rows = Sequence[Mapping[str, Any]]


def data_page(data: OwnData, files: Sequence[str], words: Words) -> Picture:
    """What is stored about whoever asked, in short, over the file that has it all."""
    title = words.say("### What I keep about you here")
    if not data.parts:
        return Picture(card(title, words.say("Nothing. Once you vote, propose or take a task, there is something.")))
    parts = "\n".join(
        f"- **{part_name(part, words)}: {len(rows)}.** {part_meaning(part, words)}" for part, rows in data.parts.items()
    )
    return Picture(
        card(
            title,
            parts,
            words.say("The file has all of it; any text editor opens it. Only you see this."),
            row(
                [
                    button(words.say("My name on the web"), "my-name"),
                    button(words.say("Forget me"), "forget-me"),
                ]
            ),
        ),
        *(ui.File[Picture](f"attachment://{name}") for name in files),
    )


def more_files_page(files: Sequence[str], words: Words) -> Picture:
    """The files for which one message had no room."""
    told: list[ui.Item[Picture]] = [ui.TextDisplay(words.say("And the rest of it:"))]
    return Picture(*told, *(ui.File[Picture](f"attachment://{name}") for name in files))


def data_files(data: OwnData, words: Words, *, limit: int) -> list[tuple[str, bytes]]:
    """Everything as JSON, in one file or in as many as it takes to keep each within `limit` bytes."""
    whole = _written(data, words, data.parts)
    if len(whole) <= limit:
        return [("my-data.json", whole)]
    written = [_written(data, words, part) for part in _cut(data, words, limit)]
    return [(f"my-data-{number}.json", content) for number, content in enumerate(written, 1)]


def _cut(data: OwnData, words: Words, limit: int) -> Iterator[dict[str, list[Mapping[str, Any]]]]:
    """The rows in order, so many together as fit into one file."""
    held: dict[str, list[Mapping[str, Any]]] = {}
    room = limit
    for part, rows in data.parts.items():
        heading = len(_written(data, words, {part: ()}))
        for each in rows:
            # As it stands in the file, indented: each of its lines has six spaces more, its comma and its end.
            size = len(_bytes(each)) + 8 * (len(each) + 2) + (0 if part in held else heading)
            if held and size > room:
                yield held
                held, room, size = {}, limit, size + (heading if part in held else 0)
            held.setdefault(part, []).append(each)
            room -= size
    if held:
        yield held


def _written(data: OwnData, words: Words, parts: Mapping[str, Rows]) -> bytes:
    return _bytes(
        {
            "what": words.say("What Minga keeps about you in {server}.", server=data.server),
            "at": data.at,
            "parts": [
                {
                    "part": part,
                    "name": part_name(part, words),
                    "meaning": part_meaning(part, words),
                    "rows": list(rows),
                }
                for part, rows in parts.items()
            ],
        }
    )


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: object) -> str:
    assert isinstance(value, date | datetime), "rows hold nothing else"
    return value.isoformat()


def farewell_page(farewell: FarewellCard, words: Words) -> Picture:
    """What forgetting does, before anything is done."""
    title = words.say("### Forget me")
    if not farewell.is_known:
        return Picture(card(title, words.say("I know nothing of you here, so there is nothing to forget.")))
    goes = words.say(
        "**Goes at once:** your name, since when you are here, your own reminders, your calendar link, and that past "
        "votes, tasks, notes and reminders were yours."
    )
    stays = words.say("**Stays, without you:** results, tallies and the log. Nobody can take a vote out of a result.")
    return Picture(
        card(
            title,
            goes,
            stays,
            "\n".join(_texts(farewell.texts, words)),
            "\n".join(_under_way(farewell, words)),
            _anew(farewell, words),
            words.say(
                "-# Not mine to erase: what you wrote in threads yourself, copies that others made of the public log, "
                "and my host's backups until they are overwritten."
            ),
            row(
                [
                    button(words.say("Choose and confirm"), "confirm-forgetting", style=discord.ButtonStyle.primary),
                    button(words.say("My data first"), "my-data"),
                ]
            ),
        )
    )


def _texts(texts: OwnTexts, words: Words) -> Iterator[str]:
    """What is erased if they say so, and what stays either way, a line each."""
    if texts.how_many:
        yield words.say("**Your choice:** these stay for all to read, without your name, or are erased for good:")
    told = (
        (
            texts.proposals,
            words.count("{n} proposal, and its tasks", "{n} proposals, and their tasks", texts.proposals),
        ),
        (texts.objections, words.count("{n} objection", "{n} objections", texts.objections)),
        (texts.tasks, words.count("{n} task you put up", "{n} tasks you put up", texts.tasks)),
        (texts.reasons, words.count("why you dropped {n} task", "why you dropped {n} tasks", texts.reasons)),
        (texts.reminders, words.count("{n} reminder for all", "{n} reminders for all", texts.reminders)),
        (texts.agenda_items, words.count("{n} agenda item", "{n} agenda items", texts.agenda_items)),
        (texts.pages, words.count("{n} page only you wrote", "{n} pages only you wrote", texts.pages)),
        (
            texts.earlier,
            words.count("{n} earlier text in a history", "{n} earlier texts in histories", texts.earlier),
        ),
    )
    yield from (f"- {what}" for count, what in told if count)
    if texts.shared:
        yield words.count(
            "What {n} page or task says now stays either way, because others wrote it, too.",
            "What {n} pages and tasks say now stays either way, because others wrote them, too.",
            texts.shared,
        )


def _under_way(farewell: FarewellCard, words: Words) -> Iterator[str]:
    """What is still going on, a sentence each."""
    if farewell.voted_on:
        yield words.say(
            "- Your votes on {votes} count, and are nobody's once voting is over. You can take them back instead.",
            votes=_listed("P", farewell.voted_on, words),
        )
    if farewell.proposed:
        yield words.say(
            "- Voting on {votes} goes on, without your name; that you proposed it is forgotten when it ends.",
            votes=_listed("P", farewell.proposed, words),
        )
    if farewell.stands_in:
        yield words.say("- You get no mandate out of {votes}.", votes=_listed("P", farewell.stands_in, words))
    if farewell.has_mandate:
        yield words.say("- Your mandate ends.")
    if farewell.held_tasks:
        yield words.say("- {tasks}: looking for hands again.", tasks=_listed("T", farewell.held_tasks, words))


def _anew(farewell: FarewellCard, words: Words) -> str:
    if farewell.joined_at is None:
        return words.say("If you do something here later, you start anew.")
    return words.say(
        "If you do something here later, you start anew: I forget that you are here since {day}, and go by the date "
        "on which Discord says that you joined. After leaving and coming back that is a later one.",
        day=stamp(farewell.joined_at, "D"),
    )


def forgotten_page(before: FarewellCard, words: Words, *, withdrew: bool) -> Picture:
    """That it is done, and what is left until votes end."""
    told = words.say("Done: you are forgotten here. Messages that named you are being redrawn.")
    rest = sorted({*before.proposed, *before.stands_in, *before.voted_on})
    until = None
    if rest and withdrew:
        until = words.say(
            "Your votes are taken back. Once voting on {votes} is over, nothing there tells of you either.",
            votes=_listed("P", rest, words),
        )
    elif rest:
        until = words.say(
            "Once voting on {votes} is over, nothing there tells of you either.", votes=_listed("P", rest, words)
        )
    return Picture(card(told, until))


def name_page(shown: ShownName, own_name: str, words: Words) -> Picture:
    """Whether one's name is on the web, and the buttons that change it."""
    published = None if shown.publishes else words.say("-# At present this server publishes nothing on the web.")
    title = words.say("### Your name on the web")
    if shown.name is not None:
        return Picture(
            card(
                title,
                words.say(
                    "Beside decisions that you proposed the public pages say: **{name}**. Taken off, it is gone from "
                    "the pages at once; copies that others made keep it.",
                    name=line(shown.name),
                ),
                published,
                row(
                    [
                        button(words.say("Take it off"), "drop-name", style=discord.ButtonStyle.primary),
                        button(words.say("Another name"), "write-name"),
                    ]
                ),
            )
        )
    return Picture(
        card(
            title,
            words.say(
                "The public pages name nobody. If you want, they say **{name}** beside decisions that you proposed, "
                "past and future, except on mandates and on texts that are covered or stay inside. You can take it "
                "off any time; copies that others made keep it.",
                name=line(own_name),
            ),
            published,
            row([button(words.say("Show it"), "show-name"), button(words.say("Another name"), "write-name")]),
        )
    )


def _listed(prefix: str, numbers: Sequence[int], words: Words) -> str:
    return words.listing(f"{prefix}-{number}" for number in numbers)
