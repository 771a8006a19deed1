"""The rows of the table that the project shows about itself: what is tried, how, and when it holds."""

from dataclasses import dataclass

PYTEST = ("-m", "pytest", "-s", "-q", "-p", "no:cacheprovider")


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of trouble. `command` are the arguments of Python that try it; it ends with 0 when all held."""

    name: str
    tries: str
    holds: str
    command: tuple[str, ...]
    takes_a_seed: bool = True


def _tests(*paths: str) -> tuple[str, ...]:
    return (*PYTEST, *paths)


ROWS = (
    Row(
        "coverage",
        "the rules and the use cases, by their own tests alone",
        "every branch is taken both ways",
        ("-m", "tests.chaos.coverage"),
        takes_a_seed=False,
    ),
    Row(
        "stateful",
        "histories drawn at random of taps, doubles, losses, restarts, moderators and time, held against an oracle",
        "no ballot, decision or invariant is other than the oracle's",
        _tests("tests/stateful"),
    ),
    Row(
        "kill",
        "kill -9 of the real process over the wire, at random and at each named place, and stopping in good order",
        "no acknowledged ballot lost, no notice doubled or lost, the file whole",
        _tests("tests/chaos/test_kill.py", "tests/chaos/test_kill_on_time.py", "tests/chaos/test_stop.py"),
    ),
    Row(
        "rest",
        "each kind of request to Discord meets 429, 500, 502, 503, a cut before and after success, and silence",
        "all is said once in the end, nothing doubled, nothing lost",
        _tests("tests/wire/bot/test_rest_chaos.py"),
    ),
    Row(
        "gateway",
        "storms: events lost, doubled, late, overtaken; connections cut, silent, invalid, while people tap",
        "the ledger holds what the charter counts, and nothing else",
        _tests("tests/wire/bot/test_gateway_chaos.py"),
    ),
    Row(
        "burst",
        "167 people a second tap on one ballot",
        "all committed within 5 s of the last, heartbeats on time, at most one edit in the interval",
        _tests("tests/wire/bot/test_burst.py"),
    ),
    Row(
        "fuzz",
        "whatever arrives for each command, form, button and field",
        "always an answer, nothing breaks, nobody is pinged",
        _tests(
            "tests/stories/test_fuzz.py", "tests/stories/test_fuzzing_time.py", "tests/stories/test_knowhow_fuzz.py"
        ),
    ),
    Row(
        "render",
        "hostile text in every message, page, feed and answer of the API",
        "well-formed, inside Discord's limits, nothing active",
        _tests(
            *("tests/cogs/test_pictures.py", "tests/cogs/test_knowhow_pictures.py", "tests/cogs/test_time_pictures.py"),
            *(
                "tests/web/test_hostile.py",
                "tests/web/test_prose.py",
                "tests/web/test_feeds.py",
                "tests/web/test_api.py",
            ),
        ),
    ),
    Row(
        "schedule",
        "every time zone, every half-hour, daily, weekly and monthly, against an alarm clock that knows no rules",
        "nothing missed, nothing doubled",
        ("-m", "tests.chaos.every_zone"),
        takes_a_seed=False,
    ),
    Row(
        "soak",
        "weeks of reminders and digests for 20 servers in 20 zones, with restarts, outages and cuts",
        "each comes once, or late by the rule and says so",
        _tests("tests/chaos/test_a_year.py"),
    ),
    Row(
        "two",
        "two real processes on one PostgreSQL: the one that works is killed, halted or stopped",
        "the other works within 30 s, the first writes nothing any more, nothing doubled",
        _tests("tests/chaos/test_two_on_one.py"),
    ),
    Row(
        "tampering",
        "a published log is changed: flipped, reordered, put in, taken out, cut",
        "both programs that verify find it and name the record",
        _tests("tests/chaos/test_tampering.py", "tests/web/test_verify_twin.py"),
    ),
    Row(
        "pages",
        "every page of the log in Chromium with axe and in the W3C's checker",
        "no violation, no error, nothing scrolls aside",
        _tests("tests/browser/test_commons.py", "tests/web/test_valid_html.py"),
        takes_a_seed=False,
    ),
    Row(
        "powers",
        "owner, administrator and coordinator try every command, button and form",
        "nothing of others' is changed",
        _tests("tests/stories/test_nobody_rules.py"),
        takes_a_seed=False,
    ),
)
