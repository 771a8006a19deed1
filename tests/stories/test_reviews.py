"""Stories of reviews: the digest before an agreement's day of review offers a change, and the agreement holds."""

from datetime import timedelta

from bot.domain.ballots import Choice
from tests.stories.kinds import EVERYBODY, TEXT, ballot_of
from tests.stories.test_digest import come_to_monday, digests
from tests.stories.town import Town, seen


async def test_the_digest_before_the_day_of_review_offers_a_change_that_names_the_old_agreement(town: Town) -> None:
    ballot = await ballot_of(town, wish={"kind": "agreement"}, title="Kitchen rules")
    await town.all_tap(ballot, Choice.AGREE, *EVERYBODY)
    await town.wait(hours=72)
    assert "We look at it again on" in seen(town.announcement())
    await come_to_monday(town)
    told = digests(town)
    until = town.env.now() + timedelta(days=190)
    while len(told) == len(digests(town)) and town.env.now() < until:
        await come_to_monday(town)
    digest = digests(town)[-1]
    assert "**Review due:**" in seen(digest)
    assert "D-1 Kitchen rules" in seen(digest)
    form = await town.press("Bea", digest, "Propose a change of D-1")
    await town.fill("Bea", form, **(TEXT | {"title": "Other kitchen rules"}))
    assert "Follows P-1." in seen(town.ballot())
    assert "D-1 · Passed: Kitchen rules" in seen(town.announcement()), "it holds until a vote ends it"
