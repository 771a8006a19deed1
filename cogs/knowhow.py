"""Know-how: sharing, finding, reading, revising and linking what the movement has learnt."""

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.domain.knowhow_refusals import NoSuchPage
from bot.services.knowhow_cards import ClashCard, Sent, Writing
from bot.words.catalogue import Words
from cogs.bridge.answer import give_back, redraw, show
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, on_act, whole_number
from cogs.bridge.suggestions import (
    page_number,
    reference,
    suggest_know_how,
    suggest_pages,
    suggest_tasks,
    task_number,
)
from cogs.bridge.writing_down import page_form, to_merge, writing_of
from cogs.ui.knowhow import clash_view, difference_view, found_view, history_view, page_view, pages_view
from cogs.ui.picture import Picture, button, note


class KnowHowCog(NounCog):
    """What is known belongs to everybody."""

    group = app_commands.Group(
        name="knowhow", description=_("What we have learnt, for whoever comes next"), guild_only=True
    )

    @group.command(name="share", description=_("Write down what others need to know"))
    @app_commands.describe(task=_("The task that it comes from, like T-3, if there is one"))
    async def share(self, interaction: discord.Interaction, task: str = "") -> None:
        """Write down what others need to know."""
        services, guild_id = services_of(interaction), guild_of(interaction)
        await services.servers.get(guild_id)
        number = task_number(task) if task else 0
        if number:
            await services.tasks.card(guild_id, number)
        await interaction.response.send_modal(page_form(Writing(task_number=number), reader_words(interaction)))

    @group.command(name="find", description=_("Find what is known; accents and capitals don't matter"))
    @app_commands.describe(
        words=_("Words, the beginning of one, or a tag like #kitchen; the newest if you leave it out")
    )
    async def find(self, interaction: discord.Interaction, words: str = "") -> None:
        """Find what is known; accents and capitals don't matter."""
        services, guild_id = services_of(interaction), guild_of(interaction)
        await services.servers.get(guild_id)
        picked = reference(words)
        if picked is not None and picked[0] == "K":
            try:
                page = await services.knowhow.card(guild_id, picked[1])
                await show(interaction, page_view(page, reader_words(interaction)))
                return
            except NoSuchPage:
                pass
        await show(interaction, await self._found(interaction, words, 0))

    @group.command(name="show", description=_("One page"))
    @app_commands.describe(number=_("The page, like K-3"))
    async def show_page(self, interaction: discord.Interaction, number: str) -> None:
        """One page."""
        page = await services_of(interaction).knowhow.card(guild_of(interaction), page_number(number))
        await show(interaction, page_view(page, reader_words(interaction)))

    @group.command(name="revise", description=_("Make a page better; every earlier text is kept"))
    @app_commands.describe(number=_("The page, like K-3"))
    async def revise(self, interaction: discord.Interaction, number: str) -> None:
        """Make a page better; every earlier text is kept."""
        await self._open(interaction, page_number(number))

    @group.command(name="history", description=_("Every revision of a page, and what it changed"))
    @app_commands.describe(number=_("The page, like K-3"))
    async def history(self, interaction: discord.Interaction, number: str) -> None:
        """Every revision of a page, and what it changed."""
        found = await services_of(interaction).knowhow.history(guild_of(interaction), page_number(number))
        await show(interaction, history_view(found, reader_words(interaction)))

    @group.command(name="link", description=_("Say which task a page comes from or helps with"))
    @app_commands.describe(number=_("The page, like K-3"), task=_("The task, like T-3"))
    async def link(self, interaction: discord.Interaction, number: str, task: str) -> None:
        """Say which task a page comes from or helps with."""
        await self._link(interaction, page_number(number), task_number(task), is_linked=True)

    @find.autocomplete("words")
    async def _suggest_words(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_know_how(interaction, typed)

    @show_page.autocomplete("number")
    @revise.autocomplete("number")
    @history.autocomplete("number")
    @link.autocomplete("number")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_pages(interaction, typed)

    @share.autocomplete("task")
    @link.autocomplete("task")
    async def _suggest_task(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_tasks(interaction, typed)

    @on_act("page")
    async def read(self, interaction: discord.Interaction, act: Act) -> None:
        """*Read*, and in its place the next part of a long page."""
        page = await services_of(interaction).knowhow.card(guild_of(interaction), act.number)
        if act.detail:
            await redraw(interaction, page_view(page, reader_words(interaction), part=whole_number(act.detail)))
        else:
            await show(interaction, page_view(page, reader_words(interaction)))

    @on_act("find-page")
    async def turn(self, interaction: discord.Interaction, act: Act) -> None:
        """Another page of what was found."""
        await redraw(interaction, await self._found(interaction, act.detail, act.number))

    @on_act("task-pages")
    async def of_task(self, interaction: discord.Interaction, act: Act) -> None:
        """*Know-how* on a task."""
        pages = await services_of(interaction).knowhow.of_task(guild_of(interaction), act.number)
        await show(interaction, pages_view(pages, act.number, reader_words(interaction)))

    @on_act("write-down")
    async def write_down(self, interaction: discord.Interaction, act: Act) -> None:
        """*Write it down*, after a task is done: the form with the task's title in it."""
        task = await services_of(interaction).tasks.card(guild_of(interaction), act.number)
        writing = Writing(title=task.title, tags=", ".join(task.skills), task_number=task.number)
        await interaction.response.send_modal(page_form(writing, reader_words(interaction)))

    @on_act("revise-page")
    async def revise_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """*Revise*."""
        await self._open(interaction, act.number)

    @on_act("write-page-again")
    async def write_again(self, interaction: discord.Interaction, act: Act) -> None:
        """*Write again*, after a refusal: the form with everything that was written."""
        writing = await services_of(interaction).knowhow.writing(person_of(interaction), act.number)
        await interaction.response.send_modal(page_form(writing, reader_words(interaction)))

    @on_act("merge-page")
    async def merge(self, interaction: discord.Interaction, act: Act) -> None:
        """*Bring both together*: the form with both texts in it."""
        words = reader_words(interaction)
        clash = await services_of(interaction).knowhow.clash(person_of(interaction), act.number)
        await interaction.response.send_modal(page_form(to_merge(clash, words), words))

    @on_act("page-written")
    async def written(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of a page, new or revised; what cannot be sent is kept."""
        services, person, words = services_of(interaction), person_of(interaction), reader_words(interaction)
        writing = writing_of(act)
        do = services.knowhow.revise if writing.page_number else services.knowhow.share
        try:
            sent = await do(person, writing)
        except Refusal as refusal:
            kept = await services.knowhow.keep(person, writing)
            again = button(words.say("Write again"), "write-page-again", kept.writing_id)
            await give_back(interaction, refusal, act.typed(), again)
            return
        if isinstance(sent, ClashCard):
            await show(interaction, clash_view(sent, words))
            return
        await show(interaction, page_view(sent.page, words, lead=_told(sent, writing, words)))
        await services.outbox.deliver_due()

    @on_act("page-history")
    async def history_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """*History*, and in its place the older revisions."""
        services, before = services_of(interaction), whole_number(act.detail) if act.detail else None
        found = await services.knowhow.history(guild_of(interaction), act.number, before=before)
        answer = redraw if before else show
        await answer(interaction, history_view(found, reader_words(interaction)))

    @on_act("page-changes")
    async def changes(self, interaction: discord.Interaction, act: Act) -> None:
        """*What changed*, and in its place the next part of it."""
        revision, _dot, part = act.detail.partition(".")
        changed = await services_of(interaction).knowhow.difference(
            guild_of(interaction), act.number, whole_number(revision)
        )
        shown = whole_number(part)
        answer = redraw if shown else show
        await answer(interaction, difference_view(changed, reader_words(interaction), part=shown))

    @on_act("unlink-page")
    async def unlink(self, interaction: discord.Interaction, act: Act) -> None:
        """*Undo* under a link."""
        await self._link(interaction, act.number, whole_number(act.detail), is_linked=False)

    @on_act("link-page")
    async def link_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """*Undo* under a link that was taken away."""
        await self._link(interaction, act.number, whole_number(act.detail), is_linked=True)

    async def _link(self, interaction: discord.Interaction, number: int, task: int, *, is_linked: bool) -> None:
        services, words = services_of(interaction), reader_words(interaction)
        await services.knowhow.link(person_of(interaction), number, task, is_linked=is_linked)
        if is_linked:
            told = words.say("K-{number} and T-{task} name each other now.", number=number, task=task)
            undo = button(words.say("Undo"), "unlink-page", number, str(task))
        else:
            told = words.say("K-{number} and T-{task} don't name each other any more.", number=number, task=task)
            undo = button(words.say("Undo"), "link-page", number, str(task))
        answer = show if interaction.type is discord.InteractionType.application_command else redraw
        await answer(interaction, note(told, undo))
        await services.outbox.deliver_due()

    async def _open(self, interaction: discord.Interaction, number: int) -> None:
        writing = await services_of(interaction).knowhow.to_revise(guild_of(interaction), number)
        await interaction.response.send_modal(page_form(writing, reader_words(interaction)))

    async def _found(self, interaction: discord.Interaction, typed: str, start: int) -> Picture:
        found = await services_of(interaction).knowhow.find(guild_of(interaction), typed, start=start)
        return found_view(found, reader_words(interaction))


def _told(sent: Sent, writing: Writing, words: Words) -> str:
    """What became of what was written."""
    number = sent.page.number
    if sent.is_merged:
        return words.say("Somebody else revised K-{number} while you wrote. Both are in it now.", number=number)
    if writing.page_number:
        return words.say("K-{number} is revised. Earlier texts are kept: History.", number=number)
    if writing.task_number:
        return words.say(
            "Thank you. K-{number} goes with T-{task}, for whoever does it next.",
            number=number,
            task=writing.task_number,
        )
    return words.say("Thank you. K-{number} is there for everybody: /knowhow find.", number=number)


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(KnowHowCog(bot))
