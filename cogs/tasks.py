"""Tasks: taking up, handing back and finishing work, by one's own act."""

from collections.abc import Awaitable, Callable, Sequence

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.domain.phrases import LONGEST
from bot.domain.tasks import PEOPLE_LIMIT, TITLE_LIMIT, WHY_LIMIT, Effort
from bot.services.cards import Person, TaskCard
from bot.words.catalogue import Words, words_in
from cogs.bridge.answer import give_back, redraw, show
from cogs.bridge.forms import Form, radio_field, select_field, text_field
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, member_of, on_act, whole_number
from cogs.bridge.suggestions import suggest_tasks, task_number
from cogs.ui.picture import Picture, button, channel_url, link_button, note
from cogs.ui.tasks import effort_word, task_view, tasks_page


class TasksCog(NounCog):
    """Work by free choice."""

    group = app_commands.Group(name="task", description=_("Work that looks for hands"), guild_only=True)

    @group.command(name="add", description=_("Put up a task for whoever wants it"))
    async def add(self, interaction: discord.Interaction) -> None:
        """Put up a task for whoever wants it."""
        await self._open_form(interaction)

    @on_act("add-task")
    async def add_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Write again* after a refusal."""
        await self._open_form(interaction)

    async def _open_form(self, interaction: discord.Interaction) -> None:
        await services_of(interaction).servers.get(guild_of(interaction))
        await interaction.response.send_modal(_form(reader_words(interaction)))

    @group.command(name="list", description=_("The tasks that are open or in hands"))
    async def list_tasks(self, interaction: discord.Interaction) -> None:
        """The tasks that are open or in hands."""
        await show(interaction, await self._page(interaction))

    @group.command(name="show", description=_("One task"))
    @app_commands.describe(number=_("The task, like T-3"))
    async def show_task(self, interaction: discord.Interaction, number: str) -> None:
        """One task."""
        task = await services_of(interaction).tasks.card(guild_of(interaction), task_number(number))
        await show(interaction, task_view(task, reader_words(interaction)))

    @show_task.autocomplete("number")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_tasks(interaction, typed)

    @on_act("open-task")
    async def open_task(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of `/task add`."""
        services, words = services_of(interaction), reader_words(interaction)
        try:
            task = await services.tasks.add(
                person_of(interaction),
                act.text("task"),
                act.text("why"),
                people_needed=whole_number(act.text("people") or "1"),
                effort=member_of(Effort, act.text("effort")) if act.text("effort") else None,
                due_on=await services.tasks.due_day(guild_of(interaction), act.text("due"), words.language),
            )
        except Refusal as refusal:
            await give_back(interaction, refusal, act.typed(), button(words.say("Write again"), "add-task"))
            return
        server = await services.servers.get(guild_of(interaction))
        told = words.say("T-{number} is up for everybody.", number=task.number)
        to_task = link_button(words.say("To the task"), channel_url(server.guild_id, server.tasks_channel_id))
        await show(interaction, note(told, to_task))
        await services.outbox.deliver_due()

    @on_act("claim")
    async def claim(self, interaction: discord.Interaction, act: Act) -> None:
        """*I'll do it*."""
        await self._act(interaction, act, services_of(interaction).tasks.claim)

    @on_act("release")
    async def release(self, interaction: discord.Interaction, act: Act) -> None:
        """*Hand back*."""
        await self._act(interaction, act, services_of(interaction).tasks.release)

    @on_act("finish")
    async def finish(self, interaction: discord.Interaction, act: Act) -> None:
        """*Done*."""
        await self._act(interaction, act, services_of(interaction).tasks.finish)

    async def _act(
        self, interaction: discord.Interaction, act: Act, do: Callable[[Person, int], Awaitable[TaskCard]]
    ) -> None:
        """Do it, redraw what was pressed as the confirmation, and the task's own message where that is another."""
        page = _page_of(act.detail)
        task = await do(person_of(interaction), act.number)
        pressed = interaction.message
        if page is not None:
            await redraw(interaction, await self._page(interaction, *page))
        elif pressed is not None and pressed.id == task.message_id:
            await redraw(interaction, task_view(task, words_in(task.language)))
            return
        else:
            await redraw(interaction, task_view(task, reader_words(interaction)))
        await services_of(interaction).tasks.show(task)

    @on_act("tasks")
    async def tasks_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Tasks*, of one decision or of all."""
        await show(interaction, await self._page(interaction, act.number))

    @on_act("task-page")
    async def turn_page(self, interaction: discord.Interaction, act: Act) -> None:
        """Another page of a list."""
        await redraw(interaction, await self._page(interaction, act.number, whole_number(act.detail)))

    async def _page(self, interaction: discord.Interaction, of_decision: int = 0, start: int = 0) -> Picture:
        services, guild_id = services_of(interaction), guild_of(interaction)
        tasks: Sequence[TaskCard]
        if of_decision:
            tasks = (await services.decisions.card(guild_id, of_decision)).tasks
        else:
            tasks = await services.tasks.unfinished(guild_id)
        words = reader_words(interaction)
        return tasks_page(tasks, interaction.user.id, words, of_decision=of_decision, start=start)


def _page_of(detail: str) -> tuple[int, int] | None:
    """The list in which a button stands, by decision and first place; None for a button on the task's own message."""
    if not detail:
        return None
    of_decision, _, start = detail.partition(".")
    return whole_number(of_decision), whole_number(start)


def _form(words: Words) -> Form:
    return Form(
        words.say("Put up a task"),
        "open-task",
        labels=[
            text_field("task", words.say("What is to be done"), limit=TITLE_LIMIT),
            text_field("why", words.say("Why"), limit=WHY_LIMIT, is_long=True, required=False),
            select_field(
                "people",
                words.say("How many people"),
                [(str(count), str(count)) for count in range(1, PEOPLE_LIMIT + 1)],
                chosen="1",
            ),
            radio_field(
                "effort",
                words.say("How much work"),
                [(effort.value, effort_word(effort, words).capitalize()) for effort in Effort],
                required=False,
            ),
            text_field(
                "due",
                words.say("Due"),
                limit=LONGEST,
                hint=words.say("A day, if there is one, like “next friday”. Who takes it is reminded the day before."),
                required=False,
            ),
        ],
    )


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(TasksCog(bot))  # type: ignore[arg-type]  # the bot is the host; its class stands on the roof
