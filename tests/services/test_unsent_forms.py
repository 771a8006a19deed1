"""Unsent forms: what somebody typed and was refused, for them alone, and for a day."""

from datetime import timedelta

from tests.factories import ANN, BEA, GUILD, OTHER_GUILD, House

TYPED = {"title": "Tea", "body": "Because.", "kinds": ["a", "b"]}
FORM = "minga/open-proposal/0/action"


async def test_what_was_typed_is_found_by_who_typed_it_for_that_form_and_nowhere_else(house: House) -> None:
    forms = house.services.unsent_forms
    await forms.keep(GUILD, ANN.user_id, FORM, TYPED)
    assert await forms.find(GUILD, ANN.user_id, FORM) == TYPED
    assert await forms.find(GUILD, ANN.user_id, "minga/stood/0/") == {}
    assert await forms.find(GUILD, BEA.user_id, FORM) == {}
    assert await forms.find(OTHER_GUILD, ANN.user_id, FORM) == {}


async def test_the_newest_takes_the_place_of_what_was_typed_before(house: House) -> None:
    forms = house.services.unsent_forms
    await forms.keep(GUILD, ANN.user_id, FORM, TYPED)
    await forms.keep(GUILD, ANN.user_id, "minga/stood/0/", {"body": "I remind."})
    assert await forms.find(GUILD, ANN.user_id, FORM) == {}
    assert await forms.find(GUILD, ANN.user_id, "minga/stood/0/") == {"body": "I remind."}


async def test_after_a_day_nothing_of_it_is_kept(house: House) -> None:
    forms = house.services.unsent_forms
    await forms.keep(GUILD, ANN.user_id, FORM, TYPED)
    house.clock.advance(timedelta(hours=23))
    await forms.forget_old()
    assert await forms.find(GUILD, ANN.user_id, FORM) == TYPED
    house.clock.advance(timedelta(hours=2))
    await forms.forget_old()
    assert await house.select("SELECT count(*) FROM unsent_forms") == [(0,)]
