"""Objections to a secret vote: nothing tells whose they are, not even the order in which they are kept."""

from tests.factories import BEA, CAL, CAST, House

HARM, NOISE, DAMP = "The lease forbids it.", "It is too loud.", "The cellar is damp."


async def hold(house: House, number: int, *objections: str) -> None:
    """Hold a secret vote in which Bea, Cal and Bea again object with these words."""
    card = await house.open_proposal(is_secret=True)
    assert card.number == number
    for person in CAST:
        await house.services.ballots.cast(person, number, "agree")
    for person, said in zip((BEA, CAL, BEA), objections, strict=True):
        await house.services.ballots.cast(person, number, "block")
        await house.services.ballots.explain(person, number, said)
    await house.settle(card)


async def test_the_order_in_which_objections_are_kept_is_that_of_their_words(house: House) -> None:
    await hold(house, 1, HARM, NOISE, DAMP)
    await hold(house, 2, DAMP, HARM, NOISE)
    for number in (1, 2):
        kept = await house.select("SELECT text FROM objections WHERE proposal_id = :number ORDER BY id", number=number)
        assert [text for (text,) in kept] == sorted([HARM, NOISE, DAMP])
    sealed = [text for (text,) in await house.select("SELECT text FROM sealed_texts ORDER BY rowid")]
    said = [text for text in sealed if text in (HARM, NOISE, DAMP)]
    standing = [sorted([NOISE, DAMP]), sorted([HARM, NOISE])]
    assert said == [*standing[0], HARM, *standing[1], DAMP]
