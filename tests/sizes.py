"""How much the long tests try: what every check has time for, or with `MINGA_WHOLE=1`, as `make chaos` says, all."""

import os
from typing import TypeVar

T = TypeVar("T")

IS_WHOLE = "MINGA_WHOLE" in os.environ


def tried(whole: T, in_a_check: T) -> T:
    """The one or the other."""
    return whole if IS_WHOLE else in_a_check
