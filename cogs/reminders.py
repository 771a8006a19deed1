"""Reminders: what coordinators schedule for all, what everybody sees of it, and what people ask for themselves."""

from dataclasses import replace

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.domain.errors import Refusal
from bot.domain.reminder_refusals import NotACoordinator, TermIsOver
from bot.domain.reminders import Repeat
from bot.services.previews import Purpose, Typed
from bot.services.time_cards import ReminderCard
from bot.words.catalogue import Words
from cogs.bridge.answer import give_back, redraw, show
from cogs.bridge.host import guild_of, person_of, reader_words, services_of
from cogs.bridge.reminding import check_place, place_of, reminder_form
from cogs.bridge.router import Act, NounCog, member_of, on_act, whole_number
from cogs.bridge.suggestions import reminder_number, suggest_reminders
from cogs.ui.picture import Picture, button, note
from cogs.ui.previews import preview_view
from cogs.ui.reminders import (
    calendar_page,
    is_renewable,
    personal_page,
    powers_used_page,
    reminder_page,
    reminders_page,
    to_reminder,
)
from cogs.ui.text import stamp

_USES_SHOWN = 15


class RemindersCog(NounCog):
    """The coordinators' one power, and everybody's own reminders."""

    group = app_commands.Group(name="remind", description=_("Reminders, for all and for yourself"), guild_only=True)

    @group.command(name="schedule", description=_("Remind everybody: what coordinators are for"))
    @app_commands.describe(
        what=_("What to remind of"),
        when=_("Like: next friday 18:00, every monday 19:30, in 3 hours"),
        repeat=_("How often, if the time doesn't say it"),
        channel=_("Where; here if you leave it out"),
        meeting=_("People can say they come, and add to the agenda"),
    )
    @app_commands.choices(
        repeat=[
            app_commands.Choice(name=_("Every day"), value=Repeat.DAILY.value),
            app_commands.Choice(name=_("Every week"), value=Repeat.WEEKLY.value),
            app_commands.Choice(name=_("Every two weeks"), value=Repeat.FORTNIGHTLY.value),
            app_commands.Choice(name=_("Every month"), value=Repeat.MONTHLY.value),
        ]
    )
    async def schedule(
        self,
        interaction: discord.Interaction,
        what: str = "",
        when: str = "",
        repeat: str = "",
        channel: discord.TextChannel | None = None,
        meeting: bool = False,
    ) -> None:
        """Remind everybody: what coordinators are for."""
        typed = Typed(
            Purpose.SCHEDULE,
            when,
            what,
            repeat=Repeat(repeat) if repeat else None,
            channel_id=channel.id if channel else place_of(interaction),
            is_meeting=meeting,
        )
        if what and when:
            await self._preview(interaction, typed)
        else:
            await services_of(interaction).reminders.check_may_schedule(person_of(interaction))
            await interaction.response.send_modal(reminder_form(typed, reader_words(interaction)))

    @group.command(name="list", description=_("What everybody will be reminded of"))
    async def list_reminders(self, interaction: discord.Interaction) -> None:
        """What everybody will be reminded of."""
        await services_of(interaction).servers.get(guild_of(interaction))
        cards = await services_of(interaction).reminders.upcoming(guild_of(interaction))
        await show(interaction, reminders_page(cards, reader_words(interaction)))

    @group.command(name="show", description=_("One reminder, with its next times"))
    @app_commands.describe(number=_("The reminder, like R-3"))
    async def show_reminder(self, interaction: discord.Interaction, number: str) -> None:
        """One reminder, with its next times."""
        await services_of(interaction).servers.get(guild_of(interaction))
        card = await services_of(interaction).reminders.card(guild_of(interaction), reminder_number(number))
        may_renew = is_renewable(card) and await self._may_renew(interaction, card)
        await show(interaction, reminder_page(card, reader_words(interaction), may_renew=may_renew))

    @group.command(name="move", description=_("Move a reminder to another time, as a coordinator"))
    @app_commands.describe(number=_("The reminder, like R-3"), when=_("Like: next friday 18:00, every monday 19:30"))
    async def move(self, interaction: discord.Interaction, number: str, when: str) -> None:
        """Move a reminder to another time, as a coordinator."""
        try:
            typed = Typed(Purpose.MOVE, when, number=reminder_number(number))
        except Refusal as refusal:
            await give_back(interaction, refusal, when)
            return
        await self._preview(interaction, typed)

    @group.command(name="cancel", description=_("Cancel a reminder for good, as a coordinator"))
    @app_commands.describe(number=_("The reminder, like R-3"))
    async def cancel(self, interaction: discord.Interaction, number: str) -> None:
        """Cancel a reminder for good, as a coordinator."""
        card = await services_of(interaction).reminders.cancel(person_of(interaction), reminder_number(number))
        told = reader_words(interaction).say("R-{number} is cancelled. The log keeps that.", number=card.number)
        await show(interaction, note(told))

    @show_reminder.autocomplete("number")
    @move.autocomplete("number")
    @cancel.autocomplete("number")
    async def _suggest(self, interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_reminders(interaction, typed)

    @group.command(name="me", description=_("Remind yourself; only you see it"))
    @app_commands.describe(
        what=_("What to remind you of"), when=_("Like: tomorrow 9:00, in 3 hours, every monday 8:00")
    )
    async def me(self, interaction: discord.Interaction, what: str, when: str) -> None:
        """Remind yourself; only you see it."""
        await self._preview(interaction, Typed(Purpose.OWN, when, what))

    @group.command(name="mine", description=_("What you asked to be reminded of"))
    async def mine(self, interaction: discord.Interaction) -> None:
        """What you asked to be reminded of."""
        await services_of(interaction).servers.get(guild_of(interaction))
        cards = await services_of(interaction).personal_reminders.mine(person_of(interaction))
        await show(interaction, personal_page(cards, reader_words(interaction)))

    @group.command(name="calendar", description=_("A secret link with which your own calendar shows the reminders"))
    async def calendar(self, interaction: discord.Interaction) -> None:
        """A secret link with which your own calendar shows the reminders."""
        link = await services_of(interaction).calendar.link(person_of(interaction))
        await show(interaction, calendar_page(link, reader_words(interaction)))

    @on_act("renew-calendar")
    async def renew_link(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Renew link*."""
        link = await services_of(interaction).calendar.renew_link(person_of(interaction))
        await redraw(interaction, calendar_page(link, reader_words(interaction)))

    @on_act("write-reminder")
    async def write_again(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Change*: the form with everything that was typed."""
        preview = await services_of(interaction).previews.card(person_of(interaction), act.number)
        form = reminder_form(preview.typed, reader_words(interaction), preview_id=preview.preview_id)
        await interaction.response.send_modal(form)

    @on_act("remind-again")
    async def write_anew(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Write again* below what was refused: the form as it is in the beginning."""
        purpose = member_of(Purpose, act.detail)
        typed = Typed(purpose, "", channel_id=place_of(interaction), number=act.number)
        await interaction.response.send_modal(reminder_form(typed, reader_words(interaction)))

    @on_act("reminder-for-all")
    async def for_all(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of `/remind schedule`."""
        picked = act.text("channel")
        typed = Typed(
            Purpose.SCHEDULE,
            act.text("when"),
            act.text("what"),
            repeat=member_of(Repeat, act.text("repeat")) if act.text("repeat") else None,
            channel_id=int(picked) if picked.isdecimal() else 0,
            is_meeting=act.text("meeting") == "yes",
        )
        await self._preview(interaction, typed, preview_id=act.number)

    @on_act("own-reminder")
    async def own(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of one's own reminder."""
        typed = Typed(Purpose.OWN, act.text("when"), act.text("what"))
        await self._preview(interaction, typed, preview_id=act.number)

    @on_act("reminder-moved")
    async def moved(self, interaction: discord.Interaction, act: Act) -> None:
        """The filled-in form of a move."""
        typed = Typed(Purpose.MOVE, act.text("when"), number=act.number)
        await self._preview(interaction, typed, preview_id=whole_number(act.detail.partition(":")[0]))

    async def _preview(self, interaction: discord.Interaction, typed: Typed, *, preview_id: int = 0) -> None:
        """Show what saving would do; a refusal gives back what was typed."""
        services, words = services_of(interaction), reader_words(interaction)
        try:
            if typed.purpose is Purpose.SCHEDULE:
                await services.reminders.check_may_remind(person_of(interaction))
                typed = replace(typed, channel_id=typed.channel_id or place_of(interaction))
                await check_place(interaction, typed.channel_id or 0)
            preview = await services.previews.begin(
                person_of(interaction), typed, words.language, preview_id=preview_id
            )
        except (NotACoordinator, TermIsOver):
            raise
        except Refusal as refusal:
            await give_back(interaction, refusal, _written(typed), _again(typed, words))
            return
        await show(interaction, preview_view(preview, words))

    @on_act("pick-time")
    async def pick(self, interaction: discord.Interaction, act: Act) -> None:
        """One of the times that were offered."""
        services = services_of(interaction)
        preview = await services.previews.pick(person_of(interaction), act.number, whole_number(act.detail))
        await redraw(interaction, preview_view(preview, reader_words(interaction)))

    @on_act("save-reminder")
    async def save(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Save*."""
        services, words = services_of(interaction), reader_words(interaction)
        previewed = await services.previews.card(person_of(interaction), act.number)
        saved = await services.previews.save(person_of(interaction), act.number)
        if isinstance(saved, ReminderCard):
            told = _saved(saved, previewed.typed.purpose, words)
            await redraw(interaction, note(told, to_reminder(saved, words)))
            return
        told = words.say("I'll remind you {when}. Only you know.", when=stamp(saved.upcoming[0].at))
        await redraw(interaction, note(told))

    @on_act("renew-reminder")
    async def renew(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Renew*."""
        words = reader_words(interaction)
        card = await services_of(interaction).reminders.renew(person_of(interaction), act.number)
        await redraw(interaction, reminder_page(card, words, may_renew=False))

    @on_act("drop-own")
    async def drop(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Take back* beside one's own reminder."""
        own = services_of(interaction).personal_reminders
        await own.cancel(person_of(interaction), act.number)
        await redraw(interaction, personal_page(await own.mine(person_of(interaction)), reader_words(interaction)))

    @on_act("powers-used")
    async def powers_used(self, interaction: discord.Interaction, act: Act) -> None:
        """The button *Powers used*: what coordinators did, out of the log."""
        services = services_of(interaction)
        await services.servers.get(guild_of(interaction))
        used = await services.reminders.powers_used(guild_of(interaction), limit=_USES_SHOWN)
        await show(interaction, powers_used_page(used, reader_words(interaction)))

    async def _may_renew(self, interaction: discord.Interaction, card: ReminderCard) -> bool:
        """Whether somebody is a coordinator now, and under another mandate than the reminder's."""
        try:
            own = await services_of(interaction).reminders.check_may_remind(person_of(interaction))
        except (NotACoordinator, TermIsOver):
            return False
        return own.mandate_id != card.mandate_id


def _saved(reminder: ReminderCard, purpose: Purpose, words: Words) -> str:
    number, when = reminder.number, stamp(reminder.upcoming[0].at)
    if purpose is Purpose.MOVE:
        return words.say("R-{number} is moved. It comes {when}.", number=number, when=when)
    return words.say("R-{number} is scheduled. It comes {when}.", number=number, when=when)


def _written(typed: Typed) -> str:
    """What somebody wrote themselves, to be given back."""
    return "\n\n".join(each for each in (typed.text, typed.when) if each)


def _again(typed: Typed, words: Words) -> ui.Button[Picture]:
    """The button *Write again*: a form for what was refused."""
    return button(words.say("Write again"), "remind-again", typed.number or 0, typed.purpose.value)


async def setup(bot: commands.Bot) -> None:
    """Load the extension."""
    await bot.add_cog(RemindersCog(bot))
