"""What is new in a log is told to whoever follows it, and only what is published."""

from datetime import date

from bot.domain.charter import ON_THE_WEB
from bot.domain.covers import Covered, Holder, Veil
from bot.services.knowhow_cards import Writing
from bot.services.news import NEWEST, News
from tests.factories import ANN, BEA, House
from tests.services.exposed import cover
from tests.services.term import EVENINGS, make_coordinator, schedule
from tests.services.test_under_way import say_so

SLUG = "riverside-commons"


async def news_of(house: House) -> News:
    """What is new."""
    mark = await house.services.news.mark(SLUG)
    assert mark is not None
    told = await house.services.news.news(SLUG, mark)
    assert told is not None
    assert told.mark == mark
    return told


async def test_everything_that_is_new_is_told(house: House) -> None:
    await house.decide(title="Decided")
    await make_coordinator(house, BEA)
    await schedule(house, BEA, EVENINGS, "Behind the mill.")
    for title in ("The key", "The shed", "The mill"):
        await house.services.knowhow.share(ANN, Writing(title, f"About {title}."))
    await cover(house, Covered(Holder.PAGE, 2))
    await house.run_sql("UPDATE page_revisions SET title = '', text = '', tags = '[]' WHERE title = 'The mill'")
    told = await news_of(house)
    assert [each.title for each in told.decisions][-1] == "Decided"
    assert [(each.number, each.title, each.veil) for each in told.mark.headings] == [
        (3, None, None),
        (2, None, Veil.COVERED),
        (1, "The key", None),
    ]
    assert told.texts == {1: "About The key."}
    assert [each.text for each in told.powers.uses] == [None]
    assert [each.version for each in told.charters] == [1]
    assert (await house.services.commons.entries(SLUG, after=0, limit=1))[0].hash == told.founding


async def test_what_is_under_way_is_told_where_the_charter_says_so(house: House) -> None:
    await house.decide(first_tasks="Ask for prices")
    await house.open_proposal(title="Cook together")
    before = await news_of(house)
    assert (before.mark.proposals, before.mark.tasks, before.opened_on, before.born_on) == ((), (), {}, {})
    await say_so(house, dict.fromkeys(ON_THE_WEB, True))
    after = await news_of(house)
    assert [each.title for each in after.mark.proposals] == ["Cook together"]
    assert after.opened_on == {2: date(2026, 5, 7)}
    assert [each.title for each in after.mark.tasks] == ["Ask for prices"]
    assert after.born_on == {1: date(2026, 5, 7)}


async def test_the_mark_moves_with_what_is_told_alone(house: House) -> None:
    marks = [await house.services.news.mark(SLUG)]
    opened = await house.open_proposal()
    marks.append(await house.services.news.mark(SLUG))
    assert marks[0] == marks[1]
    await house.all_tap([ANN, BEA], "✅", opened)
    assert await house.services.news.mark(SLUG) == marks[0]
    await house.services.knowhow.share(ANN, Writing("The key", "With the baker."))
    marks.append(await house.services.news.mark(SLUG))
    await house.services.knowhow.revise(BEA, Writing("The key", "In the shed.", page_number=1, made_from=1))
    marks.append(await house.services.news.mark(SLUG))
    await house.settle(opened)
    marks.append(await house.services.news.mark(SLUG))
    assert len(set(map(repr, marks))) == 4


async def test_no_more_than_the_newest_is_told(house: House) -> None:
    for number in range(NEWEST + 1):
        await house.services.knowhow.share(ANN, Writing(f"No {number}", "A text."))
    assert len((await news_of(house)).mark.headings) == NEWEST


async def test_who_does_not_publish_has_no_news(house: House) -> None:
    mark = await house.services.news.mark(SLUG)
    assert mark is not None
    await house.run_sql("UPDATE servers SET publishes = false")
    assert await house.services.news.mark(SLUG) is None
    assert await house.services.news.news(SLUG, mark) is None
