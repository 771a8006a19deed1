"""Powers: one table of who may do what, in which nobody may do what only a vote does."""

import pytest

from bot.domain.powers import DISCORD_ACTS, POWERS, DiscordAct, Power, Who, powers_of


def test_every_power_is_somebodys_or_nobodys_and_stands_once() -> None:
    assert set(POWERS) == set(Power)
    assert sorted(power for who in Who for power in powers_of(who)) == sorted(Power)


def test_a_coordinator_may_remind_and_nothing_else_that_others_may_not() -> None:
    assert powers_of(Who.COORDINATOR) == (Power.REMIND,)


@pytest.mark.parametrize(
    "power",
    [
        Power.CLOSE,
        Power.PROLONG,
        Power.CHANGE_TEXTS,
        Power.CHANGE_BALLOTS,
        Power.HIDE,
        Power.VETO,
        Power.GIVE_WORK,
        Power.CHANGE_RULES,
    ],
)
def test_what_only_a_vote_does_is_in_nobodys_power(power: Power) -> None:
    assert power in powers_of(Who.NOBODY)


def test_what_somebody_may_do_comes_in_the_tables_order() -> None:
    assert powers_of(Who.VOTER) == (Power.VOTE, Power.BLOCK, Power.KEEP_INSIDE)


def test_nothing_in_the_table_can_be_changed() -> None:
    with pytest.raises(TypeError):
        POWERS[Power.CLOSE] = Who.COORDINATOR  # type: ignore[index]  # it is the point of the test


def test_every_act_past_the_bot_takes_a_permission_of_discords() -> None:
    assert set(DISCORD_ACTS) == set(DiscordAct)
    assert all(DISCORD_ACTS.values())
