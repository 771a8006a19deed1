"""Pictures of digests: whatever titles are, a digest keeps the limits, and what hangs in its thread comes whole."""

import pytest

from bot.domain.decisions import Outcome
from bot.domain.digest import Section
from bot.services.digest_cards import A_PART, DecidedLine, ReviewLine
from bot.words.catalogue import languages, words_in
from cogs.ui.digest import digest_view, part_view
from tests.cogs.gallery_of_digests import DUE, digest
from tests.cogs.test_pictures import check

MANY = 45
TITLES = ("*" * 90, "@everyone " * 9, "<@81384788765712384> <t:1:R> </vote:1>", "[here](https://a.example)", "🗳" * 90)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("title", TITLES)
def test_the_longest_digest_keeps_the_limits_and_its_thread_holds_every_line(title: str, language: str) -> None:
    words = words_in(language)
    decided = [DecidedLine(number, title, False, Outcome.NO_SUPPORT) for number in range(1, MANY + 1)]
    reviews = [ReviewLine(number, title, False, DUE.date(), number) for number in range(1, MANY + 1)]
    long = digest(lines={Section.DECIDED: decided, Section.REVIEWS: reviews})
    check(digest_view(long, words))
    assert len(long.parts) == 2 * -(-MANY // A_PART)
    for part in long.parts:
        picture = part_view(part, words)
        check(picture)
        shown = "".join(getattr(item, "content", "") for item in picture.walk_children())
        assert shown.count("\n- ") + shown.startswith("- ") + shown.count("**- ") == len(part.lines)
