"""The commands that play on a stage: sandbox, story and replay. Each returns an exit code."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from bot.config import LEVELS
from bot.log import set_up_logging
from bot.story.driver import NotThere, Refused
from bot.story.replay import NotAsCast, replay
from bot.story.replay_cases import NotCases, read_cases
from bot.story.replay_report import as_json, aside, report
from bot.story.stage import Stage, StageIsTaken, serve_alone, serve_stage
from bot.story.story import play

UNUSABLE = 2
"""The exit code for a file that cannot be used, as for a command line that cannot."""

CONFIGURATION = 78
"""The exit code of a fault that a restart does not mend (sysexits.h, EX_CONFIG)."""


async def open_sandbox(*, port: int, web_port: int, data: Path | None, empty: bool) -> int:
    """Serve the page until told to stop."""
    set_up_logging(LEVELS["WARNING"], "text")
    try:
        await serve_stage(port=port, web_port=web_port, data=data, empty=empty)
    except StageIsTaken as taken:
        return _taken(taken)
    return 0


async def open_alone(port: int) -> int:
    """Serve a sandbox without a bot until told to stop."""
    set_up_logging(LEVELS["INFO"], "text")
    await serve_alone(port)
    return 0


async def tell_story(data: Path | None, *, prepare: Callable[[Stage], None] | None = None) -> int:
    """Play the story: 0 where everything came true, 1 where not. `prepare` may first change the stage."""
    set_up_logging(LEVELS["WARNING"], "text")
    try:
        return 0 if await play(data, prepare=prepare) else 1
    except StageIsTaken as taken:
        return _taken(taken)


async def replay_votes(file: Path, *, is_json: bool) -> int:
    """Cast real votes again: 2 for a file that cannot be used, 1 where the bot's log says otherwise than was cast."""
    set_up_logging(LEVELS["ERROR"], "text")
    try:
        collection = read_cases(file)
    except NotCases as fault:
        print(fault, file=sys.stderr)
        return UNUSABLE
    if not collection.cases:
        print(f"{file} holds no vote that can be cast.", file=sys.stderr)
    try:
        replayed = await replay(collection.cases, lambda line: print(line, file=sys.stderr, flush=True))
    except (NotAsCast, NotThere, Refused, TimeoutError) as fault:
        print(f"The replay does not hold: {fault}.", file=sys.stderr)
        return 1
    if is_json:
        for line in aside(replayed, collection.skipped):
            print(line, file=sys.stderr)
        print(json.dumps(as_json(replayed), indent=1))
    else:
        print(report(replayed, collection.skipped))
    return 0


def _taken(taken: StageIsTaken) -> int:
    print(f"{taken} holds a database of an earlier sandbox. Choose another folder, or empty it.", file=sys.stderr)
    return CONFIGURATION
