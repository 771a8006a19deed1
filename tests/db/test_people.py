"""People: every column that holds somebody's id is told to them, and forgotten; none is left out."""

import importlib
import pkgutil

import db
from bot.services.letting_go import let_go
from bot.services.members import STORING
from db.base import Base, Snowflake
from db.engine import OF_PEOPLE
from db.knowhow_search import TABLE as WORDS
from tests.factories import GUILD, House
from tests.services.busy_world import LEAVING, live_busily

NOT_PEOPLE = {
    "guild_id",
    "channel_id",
    "message_id",
    "thread_id",
    "agenda_id",
    "learners_id",
    "coordinators_role_id",
    "revision_id",
}
"""Ids of Discord's that are no person's; those of a server's channels end like the second."""

PART_OF = {
    "members.user_id": "member",
    "ballots.member_id": "ballots",
    "ledger.member_id": "acts",
    "objections.member_id": "objections",
    "forgettings.member_id": "forgettings",
    "proposals.author_id": "proposals",
    "proposals.subject_id": "about_me",
    "tasks.added_by": "tasks",
    "claims.member_id": "claims",
    "mandates.member_id": "mandates",
    "reminders.author_id": "reminders",
    "personal_reminders.member_id": "own_reminders",
    "reminder_previews.member_id": "previews",
    "attendances.member_id": "attendances",
    "agenda_items.member_id": "agenda_items",
    "tasks.dropped_by": "dropped_tasks",
    "task_revisions.member_id": "task_revisions",
    "offers.offered_by": "offers_made",
    "offers.offered_to": "offers_received",
    "shadows.member_id": "shadows",
    "abilities.member_id": "abilities",
    "page_revisions.author_id": "page_revisions",
    "page_writings.member_id": "page_writings",
    "unsent_forms.member_id": "unsent_forms",
    "calendar_links.member_id": "calendar_link",
    "cover_asks.member_id": "cover_asks",
}
"""Where each column that holds a person is told of in one's own data."""


def columns_of_people() -> set[str]:
    """Every column that can hold the id of a person."""
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Snowflake)
        and not column.foreign_keys
        and column.name not in NOT_PEOPLE
        and not column.name.endswith("_channel_id")
        and not (column.primary_key and column.name == "id")
    }


async def rows_with(house: House, column: str, member_id: int) -> int:
    """In how many rows somebody stands."""
    table, name = column.split(".")
    ((count,),) = await house.select(f"SELECT count(*) FROM {table} WHERE {name} = :who", who=member_id)
    return int(count)


def test_every_column_that_holds_a_person_has_a_part_in_what_they_are_told() -> None:
    assert columns_of_people() == set(PART_OF)


def test_every_noun_that_stores_a_person_tells_and_is_asked_to() -> None:
    modules = [importlib.import_module(f"db.{found.name}") for found in pkgutil.iter_modules(db.__path__)]
    telling = {module for module in modules if hasattr(module, "data_of")}
    assert telling == set(STORING)
    assert {module.__name__ for module in modules if hasattr(module, "forget")} >= {
        module.__name__ for module in telling if module.__name__ != "db.links"
    }, "what ties a person to votes is forgotten vote by vote"


def test_every_table_that_forgets_is_written_anew_where_rows_outlive_their_forgetting() -> None:
    of_people = {column.partition(".")[0] for column in PART_OF}
    # Where texts of people stand without their ids.
    told_apart = {"sealed_texts", WORDS}
    assert of_people | told_apart == set(OF_PEOPLE)


async def test_of_every_column_each_row_is_told_and_each_is_forgotten(house: House) -> None:
    await live_busily(house)
    await house.run_sql(
        "INSERT INTO forgettings (proposal_id, member_id, with_texts) "
        "SELECT max(id), :who, TRUE FROM proposals WHERE state = 'open'",
        who=LEAVING[0].user_id,
    )
    seen = set()
    for person in LEAVING:
        told = (await house.services.members.data(person)).parts
        for column, part in PART_OF.items():
            rows = await rows_with(house, column, person.user_id)
            assert len(told.get(part, ())) == rows, f"{column} of {person.name}"
            seen |= {column} if rows else set()
    assert seen == set(PART_OF), "the busy world leaves a trace in every column"

    for person in LEAVING:
        async with house.database.turn() as session:
            await let_go(session, GUILD, person.user_id, house.clock.now(), with_texts=True)
    for (number,) in await house.select("SELECT number FROM proposals WHERE state <> 'settled' ORDER BY number"):
        await house.settle(await house.services.proposals.card(GUILD, number))
    for person in LEAVING:
        assert (await house.services.members.data(person)).parts == {}
        for column in PART_OF:
            assert not await rows_with(house, column, person.user_id), f"{column} of {person.name}"
