"""Task edits: the forms in which what a task says is changed or a task is dropped, and its history."""

import discord
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.domain.task_refusals import EditedMeanwhile
from bot.services.cards import TaskCard
from bot.services.task_edits import TypedTask
from bot.words.catalogue import words_in
from bot.words.tasks import part_name
from cogs.bridge.again import AGAIN, open_form, refuse_form
from cogs.bridge.answer import give_back, redraw, show
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, on_act, whole_number
from cogs.bridge.tasking import Wish, dropping_form, editing_form, people_of
from cogs.ui.picture import button, note
from cogs.ui.task_history import history_page, now_page
from cogs.ui.tasks import task_page, task_view


class TaskEditsCog(NounCog):
    """Editing is everybody's; nothing is overwritten silently."""

    @on_act("edit-task")
    async def edit(self, interaction: discord.Interaction, act: Act) -> None:
        """*Edit*, and *Write again*: the form with all that the task says now, or with what was typed over it."""
        wish = Wish.of_text(act.detail)
        revision, said = await services_of(interaction).task_edits.contents(guild_of(interaction), act.number)
        # What was typed is measured by the text over which it was typed.
        wish = wish if act.detail.endswith(AGAIN) else wish.over(revision)
        await open_form(interaction, editing_form(act.number, wish, said, reader_words(interaction)), act)

    @on_act("task-edited")
    async def edited(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of an edit."""
        services, words = services_of(interaction), reader_words(interaction)
        wish = Wish.of_text(act.detail)
        try:
            typed = TypedTask(
                act.text("task"),
                act.text("why"),
                people_of(act),
                act.text("skills"),
                act.text("due"),
                words.language,
                effort=wish.effort,
                is_first=wish.is_first,
                decision_number=wish.decision or None,
            )
            receipt = await services.task_edits.edit(person_of(interaction), act.number, typed, base=wish.revision)
        except EditedMeanwhile as refusal:
            await give_back(interaction, refusal, act.typed())
            _, now = await services.task_edits.contents(guild_of(interaction), act.number)
            await show(interaction, now_page(act.number, now, refusal.fields, words, wish=wish.text()))
            return
        except Refusal as refusal:
            again = button(words.say("Write again"), "edit-task", act.number, wish.text() + AGAIN)
            await refuse_form(interaction, refusal, act, again)
            return
        await self._show(interaction, receipt.task)
        if receipt.others:
            listed = words.listing(part_name(name, words) for name in receipt.others)
            told = words.say("Somebody else changed {parts} while you wrote. Both changes are in.", parts=listed)
            await show(interaction, note(told))

    @on_act("drop-task")
    async def drop(self, interaction: discord.Interaction, act: Act) -> None:
        """*Drop*: the form for the reason."""
        await services_of(interaction).task_edits.check_may_drop(person_of(interaction), act.number)
        await open_form(interaction, dropping_form(act.number, reader_words(interaction)), act)

    @on_act("task-dropped")
    async def dropped(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form with the reason."""
        services, words = services_of(interaction), reader_words(interaction)
        try:
            task = await services.task_edits.drop(person_of(interaction), act.number, act.text("reason"))
        except Refusal as refusal:
            again = button(words.say("Write again"), "drop-task", act.number, AGAIN)
            await refuse_form(interaction, refusal, act, again)
            return
        await self._show(interaction, task)

    async def _show(self, interaction: discord.Interaction, task: TaskCard) -> None:
        """Show the task as it is now to who changed it, and to everybody on its own message."""
        services, words = services_of(interaction), reader_words(interaction)
        pressed = interaction.message
        if pressed is not None and pressed.id == task.message_id:
            await redraw(interaction, task_view(task, words_in(task.language)))
            return
        answer = redraw if pressed is not None and pressed.flags.ephemeral else show
        await answer(interaction, task_page(task, interaction.user.id, words))
        await services.tasks.show(task)

    @on_act("task-history")
    async def history(self, interaction: discord.Interaction, act: Act) -> None:
        """*History*, and its pages."""
        history = await services_of(interaction).task_edits.history(guild_of(interaction), act.number)
        picture = history_page(history, reader_words(interaction), start=whole_number(act.detail or "0"))
        pressed = interaction.message
        answer = redraw if pressed is not None and pressed.flags.ephemeral else show
        await answer(interaction, picture)


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(TaskEditsCog(bot))
