"""Know-how: one page, what was found, a page's history, what changed, and two revisions that met."""

from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.domain.covers import Veil
from bot.domain.knowhow import tags_of
from bot.domain.knowhow_merge import Sign
from bot.domain.knowhow_search import Snippet
from bot.services.knowhow import A_PAGE
from bot.services.knowhow_cards import ClashCard, DifferenceCard, FoundCard, FoundPage, HistoryCard, PageCard
from bot.services.knowhow_cards import RevisionLine as Revision
from bot.words.catalogue import Words
from bot.words.covers import erased_word, veil_word
from cogs.ui.ballots import covered_sentence, exposes_button
from cogs.ui.picture import Picture, button, card, row
from cogs.ui.text import line, plain

KNOWN = discord.Colour(0x2B7A78)

_PART = 2_400
"""Characters of a page's text on one message; making them harmless can make them half as many again."""

_ROOM = 2_400
"""Characters of differences on one message."""

_CUT = 800
"""Characters of one sentence that changed, before it goes on in the next line."""

_TASKS_SHOWN = 5

_JOINER = "\u2060"


def page_title(page: PageCard, words: Words) -> str:
    """The title, or that it is covered."""
    return _title(page.title, words)


def _title(title: str | None, words: Words) -> str:
    return veil_word(Veil.COVERED, words) if title is None else line(title) or erased_word(words)


def page_view(page: PageCard, words: Words, *, part: int = 0, lead: str | None = None) -> Picture:
    """A page as it is now, for one reader; a long text goes on in the next part. `lead` stands above it."""
    if page.text is None:
        return Picture(card(lead, f"### K-{page.number} · {page_title(page, words)}", covered_sentence(words)))
    parts = text_parts(page.text)
    part = min(part, len(parts) - 1)
    turning = [
        button(words.say("Earlier"), "page", page.number, str(part - 1)) if part else None,
        button(words.say("More"), "page", page.number, str(part + 1)) if part + 1 < len(parts) else None,
    ]
    acts = [
        button(words.say("Revise"), "revise-page", page.number),
        button(words.say("History"), "page-history", page.number),
        exposes_button(page.number, "K", words),
    ]
    return Picture(
        card(
            lead,
            f"### K-{page.number} · {page_title(page, words)}",
            plain(parts[part]),
            "\n".join(_small_print(page, words)),
            row(turning),
            row(acts),
            accent=KNOWN,
        )
    )


def _small_print(page: PageCard, words: Words) -> list[str]:
    by = line(page.revised_by) if page.revised_by else words.say("a member")
    day = words.day(page.revised_on)
    said = [
        words.say("-# Shared by {name}, {day}", name=by, day=day)
        if page.revision == 1
        else words.say("-# Revised by {name}, {day}", name=by, day=day)
    ]
    origin = _origin(page, words)
    return [*said, *(f"-# {more}" for more in (origin, _tags(page.tags)) if more)]


def _origin(page: PageCard, words: Words) -> str:
    """The tasks that a page came from, the last ones where there are many."""
    shown = [f"T-{task.number} {_title(task.title, words)}" for task in page.tasks[-_TASKS_SHOWN:]]
    more = len(page.tasks) - len(shown)
    if more:
        shown.append(words.count("{n} other", "{n} others", more))
    return words.say("from {tasks}", tasks=words.listing(shown)) if shown else ""


def _tags(tags: Iterable[str]) -> str:
    return " ".join(f"#{line('-'.join(tag.split()))}" for tag in tags)


def found_view(found: FoundCard, words: Words) -> Picture:
    """What was found, each with the place and a button that shows it whole."""
    asked = line(found.query)
    title = words.say("### Know-how: {query}", query=asked) if asked else words.say("### Know-how, the newest first")
    if not found.pages:
        nothing = (
            words.say("Nothing holds all of these words. Fewer words find more; /knowhow share adds what you know.")
            if asked
            else words.say("Nothing is written down yet. /knowhow share adds what you know.")
        )
        return Picture(card(title, nothing))
    turning = [
        button(words.say("Earlier"), "find-page", max(0, found.start - A_PAGE), found.query) if found.start else None,
        button(words.say("More"), "find-page", found.start + A_PAGE, found.query) if found.has_more else None,
    ]
    return Picture(card(title, *(_entry(each, words) for each in found.pages), row(turning), accent=KNOWN))


def _entry(found: FoundPage, words: Words) -> ui.Item[Picture]:
    page = found.page
    small = " · ".join(part for part in (_origin(page, words), _tags(page.tags)) if part)
    said = [f"**K-{page.number}** · {page_title(page, words)}", _place(found.snippet), f"-# {small}" if small else ""]
    return ui.Section(
        ui.TextDisplay("\n".join(part for part in said if part)),
        accessory=button(words.say("Read"), "page", page.number),
    )


def _place(found: Snippet) -> str:
    """The place that was found, in bold between what stands around it."""
    before = line(found.before) + (" " if found.before.endswith(" ") else "")
    after = (" " if found.after.startswith(" ") else "") + line(found.after)
    return f"{before}**{line(found.hit)}**{after}" if found.hit else line(found.after)


def pages_view(pages: Sequence[PageCard], task_number: int, words: Words) -> Picture:
    """The pages that came from one task: the only one whole, of several the newest ones to pick from."""
    if len(pages) == 1:
        return page_view(pages[0], words)
    title = words.say("### Know-how of T-{number}", number=task_number)
    write = row([button(words.say("Write it down"), "write-down", task_number)])
    if not pages:
        return Picture(card(title, words.say("Nothing is written down yet."), write))
    entries = [
        ui.Section(
            ui.TextDisplay(f"**K-{page.number}** · {page_title(page, words)}"),
            accessory=button(words.say("Read"), "page", page.number),
        )
        for page in pages[-A_PAGE:]
    ]
    return Picture(card(title, *entries, write, accent=KNOWN))


def history_view(history: HistoryCard, words: Words) -> Picture:
    """The revisions of a page, the newest first, each with what it changed."""
    page = history.page
    title = words.say("### K-{number} · History", number=page.number)
    older = [
        button(words.say("Older"), "page-history", page.number, str(history.more_before))
        if history.more_before
        else None,
        button(words.say("Read"), "page", page.number),
    ]
    entries = [_revision(page, each, words) for each in history.revisions]
    return Picture(card(title, page_title(page, words), *entries, row(older), accent=KNOWN))


def _revision(page: PageCard, revision: Revision, words: Words) -> ui.Item[Picture] | str:
    text = f"**{revision.number}** · {_signed(revision, words)}"
    if page.is_covered:
        return text
    if revision.is_erased:
        return f"{text}\n-# {erased_word(words)}"
    if revision.made_from is not None and revision.made_from != revision.number - 1:
        text += "\n" + words.say("-# merged with what others wrote meanwhile")
    changes = button(words.say("What changed"), "page-changes", page.number, f"{revision.number}.0")
    return ui.Section(ui.TextDisplay(text), accessory=changes)


def _signed(revision: Revision, words: Words) -> str:
    name = line(revision.made_by) if revision.made_by else words.say("a member")
    return f"{name}, {words.day(revision.made_on)}"


def difference_view(changed: DifferenceCard, words: Words, *, part: int = 0) -> Picture:
    """What one revision changed, in a block in which what went is marked by a minus and what came by a plus."""
    number, revision = changed.number, changed.revision
    blocks = [erased_word(words)]
    if not revision.is_erased:
        blocks = diff_blocks(_heading_lines(changed.titles, changed.tags) + list(changed.lines))
    part = min(part, len(blocks) - 1)
    turning = [
        button(words.say("Earlier"), "page-changes", number, f"{revision.number}.{part - 1}") if part else None,
        button(words.say("More"), "page-changes", number, f"{revision.number}.{part + 1}")
        if part + 1 < len(blocks)
        else None,
        button(words.say("History"), "page-history", number),
        button(words.say("Read"), "page", number),
    ]
    title = words.say("### K-{number} · What revision {revision} changed", number=number, revision=revision.number)
    whole = None
    if changed.follows_erased:
        whole = words.say("-# The text before it was erased by its writer, so all of this one is shown.")
    return Picture(card(title, _signed(revision, words), whole, blocks[part], row(turning), accent=KNOWN))


def _heading_lines(titles: tuple[str, str], tags: tuple[tuple[str, ...], tuple[str, ...]]) -> list[tuple[Sign, str]]:
    """Title and tags as they were and as they are, where they changed."""
    lines: list[tuple[Sign, str]] = []
    for before, after in (titles, (_spelt(tags[0]), _spelt(tags[1]))):
        if before != after:
            lines += [("-", before)] if before else []
            lines += [("+", after)] if after else []
    return lines


def _spelt(tags: Iterable[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)


def clash_view(clash: ClashCard, words: Words) -> Picture:
    """Two revisions that met: what the one who wrote has otherwise than the page has now, and a way out."""
    page, writing = clash.page, clash.writing
    name = line(page.revised_by) if page.revised_by else words.say("A member")
    told = words.say(
        "{name} revised K-{number} while you wrote, in the same place. Nothing is lost: minus is what stands there "
        "now, plus is what you wrote.",
        name=name,
        number=page.number,
    )
    lines = _heading_lines((page.title or "", writing.title), (page.tags, tags_of(writing.tags))) + list(clash.lines)
    acts = [
        button(words.say("Bring both together"), "merge-page", writing.writing_id, style=discord.ButtonStyle.primary),
        button(words.say("Read K-{number}", number=page.number), "page", page.number),
    ]
    return Picture(card(told, diff_blocks(lines)[0], row(acts), accent=KNOWN))


def diff_blocks(lines: Sequence[tuple[Sign, str]]) -> list[str]:
    """Differences as blocks that Discord colours, as many as they need; at least one."""
    blocks: list[list[str]] = [[]]
    room = _ROOM
    for sign, unit in lines:
        for start in range(0, max(1, len(unit)), _CUT):
            # Behind the sign nothing begins a line, so no heading has to be escaped.
            shown = f"{sign} {plain(f'x {unit[start : start + _CUT]}')[2:]}".rstrip().replace("``", f"`{_JOINER}`")
            if len(shown) > room and blocks[-1]:
                blocks.append([])
                room = _ROOM
            blocks[-1].append(shown)
            room -= len(shown) + 1
    return ["```diff\n" + "\n".join(block or ["="]) + "\n```" for block in blocks]


def text_parts(text: str) -> list[str]:
    """A text in parts that each fit a message, cut between paragraphs, lines or words where there are some."""
    parts = []
    while len(text) > _PART:
        cut = next(
            (at for at in (text.rfind(mark, _PART // 2, _PART) for mark in ("\n\n", "\n", " ")) if at > 0), _PART
        )
        parts.append(text[:cut].strip())
        text = text[cut:].strip()
    return [*(part for part in parts if part), text] if text or not parts else parts
