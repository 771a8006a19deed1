"""Tasks: putting work up, finding it, and taking it up, handing it back and finishing it by one's own act."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.domain.skills import A_TASKS_SKILLS, skills_of
from bot.domain.tasks import Effort, Wanted
from bot.services.cards import Person, TaskCard
from bot.words.catalogue import words_in
from cogs.bridge.again import AGAIN, open_form, refuse_before, refuse_form
from cogs.bridge.answer import redraw, show
from cogs.bridge.host import FromAnotherVersion, guild_of, person_of, reader_words, services_of
from cogs.bridge.router import Act, NounCog, member_of, on_act
from cogs.bridge.suggestions import (
    decision_number,
    suggest_decisions,
    suggest_several_skills,
    suggest_skills,
    suggest_tasks,
    task_number,
)
from cogs.bridge.task_places import list_page, place_of_detail
from cogs.bridge.tasking import Wish, adding_form, dropping_form, editing_form, people_of
from cogs.ui.abilities import fitting_page
from cogs.ui.picture import button, channel_url, link_button, note
from cogs.ui.task_lists import Place
from cogs.ui.tasks import answered_view, asked_after, task_page, task_view

EFFORTS = [
    app_commands.Choice(name=_("Small"), value=Effort.SMALL.value),
    app_commands.Choice(name=_("Medium"), value=Effort.MEDIUM.value),
    app_commands.Choice(name=_("Large"), value=Effort.LARGE.value),
]


class TasksCog(NounCog):
    """Work by free choice."""

    group = app_commands.Group(name="task", description=_("Work that looks for hands"), guild_only=True)

    @group.command(name="add", description=_("Put up a task for whoever wants it"))
    @app_commands.describe(
        skills=_("What it takes, with commas between, like: drive, print"),
        effort=_("How much work it is"),
        first=_("Whether it is a good first task"),
        decision=_("The decision it serves, like D-7"),
    )
    @app_commands.choices(effort=EFFORTS)
    async def add(
        self,
        interaction: discord.Interaction,
        skills: str = "",
        effort: str = "",
        first: bool | None = None,
        decision: str = "",
    ) -> None:
        """Put up a task for whoever wants it."""
        await services_of(interaction).servers.get(guild_of(interaction))
        wish = Wish(member_of(Effort, effort) if effort else None, first)
        try:
            wish = replace(wish, decision=await _served(interaction, decision))
            skills_of(skills, most=A_TASKS_SKILLS)
        except Refusal as refusal:
            words = reader_words(interaction)
            again = button(words.say("Write again"), "add-task", 0, wish.text() + AGAIN)
            typed = {"skills": skills, "decision": decision}
            await refuse_before(interaction, refusal, adding_form(wish, skills, words), typed, again)
            return
        await interaction.response.send_modal(adding_form(wish, skills, reader_words(interaction)))

    @on_act("add-task")
    async def add_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Write again* after a refusal."""
        await services_of(interaction).servers.get(guild_of(interaction))
        await open_form(interaction, adding_form(Wish.of_text(act.detail), "", reader_words(interaction)), act)

    @on_act("open-task")
    async def open_task(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of `/task add`."""
        services, words = services_of(interaction), reader_words(interaction)
        wish = Wish.of_text(act.detail)
        try:
            task = await services.tasks.add(
                person_of(interaction),
                act.text("task"),
                act.text("why"),
                people_needed=people_of(act),
                skills=skills_of(act.text("skills"), most=A_TASKS_SKILLS),
                effort=wish.effort,
                is_first=bool(wish.is_first),
                decision_number=wish.decision or None,
                due_on=await services.tasks.due_day(guild_of(interaction), act.text("due"), words.language),
            )
        except Refusal as refusal:
            again = button(words.say("Write again"), "add-task", 0, wish.text() + AGAIN)
            await refuse_form(interaction, refusal, act, again)
            return
        server = await services.servers.get(guild_of(interaction))
        told = words.say("T-{number} is up for everybody.", number=task.number)
        to_task = link_button(words.say("To the task"), channel_url(server.guild_id, server.tasks_channel_id))
        await show(interaction, note(told, to_task))
        await services.outbox.deliver_due()

    @group.command(name="list", description=_("The tasks that are open or in hands"))
    @app_commands.describe(which=_("Only some of them"), skill=_("Only those that take this, like: drive"))
    @app_commands.choices(
        which=[
            app_commands.Choice(name=_("Look for hands"), value=Wanted.LOOKING.value),
            app_commands.Choice(name=_("In hands"), value=Wanted.IN_HANDS.value),
            app_commands.Choice(name=_("Mine"), value=Wanted.MINE.value),
            app_commands.Choice(name=_("Good first ones"), value=Wanted.FIRST.value),
        ]
    )
    async def list_tasks(self, interaction: discord.Interaction, which: str = "", skill: str = "") -> None:
        """The tasks that are open or in hands."""
        (named,) = skills_of(skill, most=1) or ("",)
        place = Place(wanted=member_of(Wanted, which) if which else Wanted.ALL, skill=named)
        await show(interaction, await list_page(interaction, place))

    @group.command(name="mine", description=_("The tasks that you hold"))
    async def mine(self, interaction: discord.Interaction) -> None:
        """The tasks that you hold, and those that are offered to you."""
        await show(interaction, await list_page(interaction, Place(wanted=Wanted.MINE)))

    @group.command(name="for-me", description=_("Open tasks that fit you, what you know how to do first"))
    async def for_me(self, interaction: discord.Interaction) -> None:
        """Open tasks that fit you, what you know how to do first."""
        page = await services_of(interaction).abilities.fitting(person_of(interaction))
        await show(interaction, fitting_page(page, reader_words(interaction)))

    @group.command(name="show", description=_("One task, with everything that you can do with it"))
    @app_commands.describe(number=_("The task, like T-3"))
    async def show_task(self, interaction: discord.Interaction, number: str) -> None:
        """One task, with everything that you can do with it."""
        await _show(interaction, task_number(number))

    @on_act("show-task")
    async def show_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *More*."""
        await _show(interaction, act.number)

    @group.command(name="edit", description=_("Change what a task says; everybody can, and the history is kept"))
    @app_commands.describe(
        number=_("The task, like T-3"),
        effort=_("How much work it is"),
        first=_("Whether it is a good first task"),
        decision=_("The decision it serves, like D-7"),
    )
    @app_commands.choices(effort=EFFORTS)
    async def edit(
        self,
        interaction: discord.Interaction,
        number: str,
        effort: str = "",
        first: bool | None = None,
        decision: str = "",
    ) -> None:
        """Change what a task says; everybody can, and the history is kept."""
        task, served = task_number(number), await _served(interaction, decision)
        revision, said = await services_of(interaction).task_edits.contents(guild_of(interaction), task)
        wish = Wish(member_of(Effort, effort) if effort else None, first, served, revision)
        await interaction.response.send_modal(editing_form(task, wish, said, reader_words(interaction)))

    @group.command(name="drop", description=_("Drop a task that is not needed; anybody can put it back for 7 days"))
    @app_commands.describe(number=_("The task, like T-3"))
    async def drop(self, interaction: discord.Interaction, number: str) -> None:
        """Drop a task that is not needed; anybody can put it back for 7 days."""
        task = task_number(number)
        await services_of(interaction).task_edits.check_may_drop(person_of(interaction), task)
        await interaction.response.send_modal(dropping_form(task, reader_words(interaction)))

    @show_task.autocomplete("number")
    @edit.autocomplete("number")
    @drop.autocomplete("number")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_tasks(interaction, typed)

    @add.autocomplete("decision")
    @edit.autocomplete("decision")
    async def _suggest_decision(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_decisions(interaction, typed)

    @add.autocomplete("skills")
    async def _suggest_several(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_several_skills(interaction, typed)

    @list_tasks.autocomplete("skill")
    async def _suggest_skill(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_skills(interaction, typed)

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
        """*Done*, and privately the question what the next person would need to know."""
        await self._act(interaction, act, services_of(interaction).tasks.finish)
        await show(interaction, asked_after(act.number, reader_words(interaction)))

    @on_act("put-back")
    async def put_back(self, interaction: discord.Interaction, act: Act) -> None:
        """*Put back*, on what was dropped."""
        await self._act(interaction, act, services_of(interaction).task_edits.put_back)

    async def _act(
        self, interaction: discord.Interaction, act: Act, do: Callable[[Person, int], Awaitable[TaskCard]]
    ) -> None:
        """Do it, redraw what was pressed as the confirmation, and the task's own message where that is another.

        Nothing but a task's own message shows its title: only that is found again when the text is covered.
        """
        place = place_of_detail(act.detail)
        task = await do(person_of(interaction), act.number)
        pressed = interaction.message
        is_own = pressed is not None and pressed.id == (task.message_id or pressed.id)
        if place is not None:
            await redraw(interaction, await list_page(interaction, place))
        elif pressed is not None and not pressed.flags.ephemeral:
            view = task_view if is_own else answered_view
            await redraw(interaction, view(task, words_in(task.language)))
        else:
            await redraw(interaction, task_page(task, interaction.user.id, reader_words(interaction)))
        if not is_own:
            await services_of(interaction).tasks.show(task)

    @on_act("tasks")
    async def tasks_pressed(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Tasks*, of one decision or of all."""
        await show(interaction, await list_page(interaction, Place(of_decision=act.number)))

    @on_act("task-page")
    async def turn_page(self, interaction: discord.Interaction, act: Act) -> None:
        """Another page of a list, or another list."""
        place = place_of_detail(act.detail)
        if place is None:
            raise FromAnotherVersion
        await redraw(interaction, await list_page(interaction, place))


async def _served(interaction: discord.Interaction, typed: str) -> int:
    """The number of the decision that was typed, 0 where none was; refuses with `NoSuchDecision`."""
    if not typed:
        return 0
    return (await services_of(interaction).decisions.card(guild_of(interaction), decision_number(typed))).number


async def _show(interaction: discord.Interaction, number: int) -> None:
    task = await services_of(interaction).tasks.card(guild_of(interaction), number)
    await show(interaction, task_page(task, interaction.user.id, reader_words(interaction)))


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(TasksCog(bot))
