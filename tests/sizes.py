"""How much the long tests try: what every check has time for, or with `MINGA_WHOLE=1`, as `make chaos` says, all."""

import os
import random
from typing import TypeVar

T = TypeVar("T")

IS_WHOLE = "MINGA_WHOLE" in os.environ

SEED = int(os.environ.get("MINGA_SEED", random.randrange(10_000)))
"""What chance begins with in this run, in each test; `make chaos` names it, or draws one and says it."""


def tried(whole: T, in_a_check: T) -> T:
    """The one or the other."""
    return whole if IS_WHOLE else in_a_check


RENDERED = tried(whole=10_000, in_a_check=100)
"""How often hostile text is drawn into one sort of message, page or feed."""
