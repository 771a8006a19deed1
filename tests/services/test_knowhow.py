"""Know-how: shared, found, revised and linked by anybody, every revision kept."""

from datetime import timedelta

import pytest

from bot.domain.errors import MissingText, NoSuchTask, NotSetUp
from bot.domain.knowhow import WRITING_KEPT
from bot.domain.knowhow_refusals import NoSuchPage, NothingRevised, TooManyTags, WritingIsGone
from bot.services.knowhow import A_PAGE, MOST_FOUND
from bot.services.knowhow_cards import ClashCard, Sent, Writing
from db import knowhow
from tests.factories import ANN, BEA, CAL, GUILD, NEW, OTHER_GUILD, House, elsewhere
from tests.services.knowing import TEXT, found, opened, send, share


async def test_a_page_is_there_for_everybody_at_once(house: House) -> None:
    page = await share(house, NEW, title="Booking\nthe hall", tags="Hall, keys")
    assert (page.number, page.title, page.text, page.tags) == (1, "Booking the hall", TEXT, ("hall", "keys"))
    assert (page.revision, page.revised_by, str(page.revised_on)) == (1, "New", "2026-05-04")
    assert await house.services.knowhow.card(GUILD, 1) == page
    assert (await share(house, BEA)).number == 2


async def test_what_the_rules_refuse_leaves_nothing_behind(house: House) -> None:
    with pytest.raises(MissingText):
        await share(house, text=" ")
    with pytest.raises(TooManyTags):
        await share(house, tags="a,b,c,d,e,f")
    with pytest.raises(NoSuchTask):
        await share(house, task_number=9)
    assert await house.select("SELECT * FROM pages") == []
    assert (await share(house)).number == 1


async def test_it_is_found_without_accents_and_capitals_by_its_newest_text_alone(house: House) -> None:
    await share(house, title="Café", text="Wie man die Küche bucht.", tags="Essen")
    await share(house, title="Hof", text="Die Kaffeemaschine steht im Café.")
    assert await found(house, "CAFE") == [1, 2], "a title comes before a text"
    assert await found(house, "kuche") == [1]
    assert await found(house, "kuc") == [1]
    assert await found(house, "#ess") == [1]
    assert await found(house, "#hof") == []
    assert await found(house, "kuche hof") == []
    await send(house, BEA, await opened(house), text="Wie man den Saal bucht.")
    assert await found(house, "kuche") == []
    assert await found(house, "saal") == [1]


async def test_without_a_word_the_newest_are_shown_and_a_revision_makes_new(house: House) -> None:
    for number in range(1, A_PAGE + 3):
        await share(house, title=f"Page {number}")
    await send(house, BEA, await opened(house, 1), text="Better.")
    assert await found(house, "") == [1, *range(A_PAGE + 2, 1, -1)]
    assert await found(house, "page") == [1, *range(A_PAGE + 2, 1, -1)]


async def test_of_a_great_many_hits_the_newest_are_shown(house: House) -> None:
    for _ in range(MOST_FOUND + 3):
        await share(house, title="The same")
    assert await found(house, "same") == list(range(MOST_FOUND + 3, 3, -1))


@pytest.mark.parametrize(
    "typed",
    ['"', "'; DROP TABLE pages; --", "a OR", "NOT", "*", "title:", "( NEAR", "🔑", "钥匙", "\x00", "\ud800", "·"],
)
async def test_whatever_is_typed_finds_or_finds_nothing(house: House, typed: str) -> None:
    await share(house, title="Key")
    assert await found(house, typed) in ([], [1])
    await house.services.knowhow.suggest(GUILD, typed)


async def test_a_server_finds_its_own_pages_alone(house: House) -> None:
    await house.found(elsewhere(ANN), name="Elsewhere", proposals_channel_id=701)
    await share(house, title="Ours")
    await share(house, elsewhere(BEA), title="Theirs", text=f"·{GUILD}")
    assert await found(house, "theirs") == []
    assert await found(house, "") == [1]
    assert await found(house, "ours", OTHER_GUILD) == []
    with pytest.raises(NotSetUp):
        await house.services.knowhow.find(404, "x")


async def test_pages_and_tags_are_suggested_by_their_beginnings(house: House) -> None:
    await share(house, title="Booking the hall", tags="Küche, hall")
    await share(house, title="Chairs", text="They are in the hall.")
    suggest = house.services.knowhow.suggest
    assert await suggest(GUILD, "bo") == ([(1, "Booking the hall")], [])
    assert await suggest(GUILD, "#KU") == ([(1, "Booking the hall")], ["küche"])
    assert await suggest(GUILD, "hal") == ([(1, "Booking the hall")], ["hall"])
    assert await suggest(GUILD, "") == ([(2, "Chairs"), (1, "Booking the hall")], [])
    assert await suggest(GUILD, "zebra") == ([], [])


async def test_what_a_migration_left_is_written_into_the_index_at_the_first_search(house: House) -> None:
    await share(house)
    await house.run_sql("DELETE FROM page_words")
    assert await found(house, "chairs") == [1]
    await house.run_sql("DELETE FROM page_words")
    assert await found(house, "chairs") == []
    assert (await house.restarted().services.knowhow.suggest(GUILD, "boo"))[0] == [(1, "Booking the hall")]


async def test_a_page_and_a_task_name_each_other(house: House) -> None:
    for title in ("Fetch it", "Paint it"):
        await house.services.tasks.add(ANN, title)
    await house.services.outbox.deliver_due()
    page = await share(house, task_number=2)
    assert [(task.number, task.title) for task in page.tasks] == [(2, "Paint it")]
    page = await house.services.knowhow.link(BEA, 1, 1, is_linked=True)
    assert page == await house.services.knowhow.link(CAL, 1, 1, is_linked=True)
    assert [task.number for task in page.tasks] == [1, 2]
    await house.services.outbox.deliver_due()
    assert [(card.number, card.pages) for card in house.board.shown_tasks] == [(2, (1,)), (1, (1,))]
    assert [each.number for each in await house.services.knowhow.of_task(GUILD, 1)] == [1]
    page = await house.services.knowhow.link(CAL, 1, 1, is_linked=False)
    assert [task.number for task in page.tasks] == [2]
    assert list(await house.services.knowhow.of_task(GUILD, 1)) == []
    assert (await house.services.tasks.card(GUILD, 1)).pages == ()
    for number, task, refusal in ((9, 1, NoSuchPage), (1, 9, NoSuchTask)):
        with pytest.raises(refusal):
            await house.services.knowhow.link(ANN, number, task, is_linked=True)
    with pytest.raises(NoSuchTask):
        await house.services.knowhow.link(ANN, 1, 9, is_linked=False)


# ---- revising


async def test_every_revision_is_kept_with_what_it_changed(house: House) -> None:
    await share(house, tags="hall")
    for turn in range(1, A_PAGE + 2):
        house.clock.advance(timedelta(days=1))
        sent = await send(house, BEA, await opened(house), text=f"{TEXT} {turn}", title=f"Title {turn}")
        assert isinstance(sent, Sent)
        assert not sent.is_merged
    history = await house.services.knowhow.history(GUILD, 1)
    assert [line.number for line in history.revisions] == [7, 6, 5, 4, 3]
    assert history.more_before == 3
    older = await house.services.knowhow.history(GUILD, 1, before=3)
    assert [(line.number, line.made_by, str(line.made_on)) for line in older.revisions] == [
        (2, "Bea", "2026-05-05"),
        (1, "Ann", "2026-05-04"),
    ]
    assert older.more_before is None
    changed = await house.services.knowhow.difference(GUILD, 1, 2)
    assert changed.titles == ("Booking the hall", "Title 1")
    assert changed.tags == (("hall",), ("hall",))
    assert changed.lines == (
        ("…", ""),
        (" ", "Bring ten chairs."),
        ("-", "Lock the door."),
        ("+", "Lock the door."),
        ("+", "1"),
    )
    first = await house.services.knowhow.difference(GUILD, 1, 1)
    assert first.titles == ("", "Booking the hall")
    assert {sign for sign, _ in first.lines} == {"+"}
    assert (await house.services.knowhow.difference(GUILD, 1, 99)).revision.number == 7
    assert await house.select("SELECT count(*) FROM page_revisions") == [(7,)]


async def test_what_changes_nothing_is_no_revision(house: House) -> None:
    await share(house)
    with pytest.raises(NothingRevised):
        await send(house, BEA, await opened(house))
    for act in (house.services.knowhow.card, house.services.knowhow.to_revise, house.services.knowhow.history):
        with pytest.raises(NoSuchPage):
            await act(GUILD, 9)
    with pytest.raises(NoSuchPage):
        await house.services.knowhow.revise(ANN, Writing("T", "x", page_number=9, made_from=1))


async def test_two_who_revise_different_places_are_both_followed_and_told(house: House) -> None:
    await share(house)
    of_bea, of_cal = await opened(house), await opened(house)
    await send(house, BEA, of_bea, text=TEXT.replace("Mia", "Leo"))
    sent = await send(house, CAL, of_cal, text=TEXT.replace("door", "gate"), tags="hall")
    assert isinstance(sent, Sent)
    assert sent.is_merged
    assert sent.page.text == TEXT.replace("Mia", "Leo").replace("door", "gate")
    assert sent.page.tags == ("hall",)
    newest = (await house.services.knowhow.history(GUILD, 1)).revisions[0]
    assert (newest.number, newest.made_by, newest.made_from) == (3, "Cal", 1)


async def test_in_the_same_place_the_second_one_sees_both_and_merges(house: House) -> None:
    await share(house)
    of_bea, of_cal = await opened(house), await opened(house)
    await send(house, BEA, of_bea, text=TEXT.replace("Mia", "Leo"))
    clash = await send(house, CAL, of_cal, text=TEXT.replace("Mia", "Zoë"))
    assert isinstance(clash, ClashCard)
    assert clash.page.text == TEXT.replace("Mia", "Leo"), "nothing is overwritten"
    assert ("-", "Ask Leo for the key.") in clash.lines
    assert ("+", "Ask Zoë for the key.") in clash.lines
    kept = await house.services.knowhow.clash(CAL, clash.writing.writing_id)
    assert kept == clash
    form = Writing("T", TEXT.replace("Mia", "Leo or Zoë"), "", 1, clash.page.revision, 0, clash.writing.writing_id)
    sent = await house.services.knowhow.revise(CAL, form)
    assert isinstance(sent, Sent)
    assert sent.page.text == TEXT.replace("Mia", "Leo or Zoë")
    with pytest.raises(WritingIsGone):
        await house.services.knowhow.clash(CAL, clash.writing.writing_id)


async def test_whoever_comes_third_is_asked_once_more(house: House) -> None:
    await share(house)
    forms = [await opened(house) for _ in range(3)]
    await send(house, ANN, forms[0], text="One.")
    second = await send(house, BEA, forms[1], text="Two.")
    assert isinstance(second, ClashCard)
    await send(house, CAL, await opened(house), text="Three.")
    again = await send(house, BEA, second.writing, text="One and two.", made_from=second.page.revision)  # type: ignore[arg-type]  # a number
    assert isinstance(again, ClashCard)
    assert again.page.text == "Three."
    kept = await house.select("SELECT text FROM page_writings")
    assert kept == [("One and two.",)], "what was kept before is replaced"


# ---- what could not be sent


async def test_what_could_not_be_sent_is_kept_for_its_author_for_a_day(house: House) -> None:
    kept = await house.services.knowhow.keep(BEA, Writing("Title", "Text\x00 \ud800", "a,b", task_number=3))
    assert await house.services.knowhow.writing(BEA, kept.writing_id) == Writing(
        "Title", "Text", "a,b", task_number=3, writing_id=kept.writing_id
    )
    for stranger in (CAL, elsewhere(BEA)):
        with pytest.raises(WritingIsGone):
            await house.services.knowhow.writing(stranger, kept.writing_id)
    again = await house.services.knowhow.keep(BEA, Writing("Title", "More", "", writing_id=kept.writing_id))
    assert await house.select("SELECT text FROM page_writings") == [("More",)]
    house.clock.advance(WRITING_KEPT)
    await house.services.knowhow.forget_old()
    assert (await house.services.knowhow.writing(BEA, again.writing_id)).text == "More"
    house.clock.advance(timedelta(seconds=1))
    await house.services.knowhow.forget_old()
    with pytest.raises(WritingIsGone):
        await house.services.knowhow.writing(BEA, again.writing_id)


async def test_a_forgotten_author_is_in_no_revision_and_the_text_stays(house: House) -> None:
    await share(house, BEA)
    await share(house, CAL)
    await house.services.knowhow.keep(BEA, Writing("T", "x"))
    async with house.database.turn() as session:
        await knowhow.forget(session, GUILD, BEA.user_id)
    page = await house.services.knowhow.card(GUILD, 1)
    assert (page.revised_by, page.text) == (None, TEXT)
    assert (await house.services.knowhow.card(GUILD, 2)).revised_by == "Cal"
    assert await house.select("SELECT * FROM page_writings") == []
