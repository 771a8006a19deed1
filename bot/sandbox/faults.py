"""Faults to be switched on: late, wrong, cut-off and hanging answers, and a gateway that misbehaves."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Kind(StrEnum):
    """What goes wrong with a request.

    status: a status is answered instead of the act; status_after: the act takes effect, then a status is answered;
    reset_before and reset_after: the connection is cut before or after the act; hang: the act waits, then goes on.
    """

    STATUS = "status"
    STATUS_AFTER = "status_after"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    HANG = "hang"


@dataclass(slots=True)
class Fault:
    """One fault: where it strikes, how often (`times` None means until cleared), and its particulars."""

    kind: Kind
    method: str
    path: re.Pattern[str]
    times: int | None
    status: int = 500
    retry_after: float = 0.1
    is_global: bool = False
    seconds: float = 0.0
    struck: int = 0


class Faults:
    """The switchboard of the REST faults; the gateway's are under `gateway`.

    A method is `*` or one method; a path is a regular expression for the whole path below `/api/v10`.
    """

    def __init__(self) -> None:
        self.standing: list[Fault] = []
        self.latency = 0.0
        self.gateway = GatewayFaults()

    def answer(
        self,
        status: int,
        *,
        method: str = "*",
        path: str = ".*",
        times: int | None = 1,
        retry_after: float = 0.1,
        is_global: bool = False,
        after: bool = False,
    ) -> Fault:
        """Answer the next requests with a status, before or after the act; 429 comes with all its headers."""
        kind = Kind.STATUS_AFTER if after else Kind.STATUS
        fault = Fault(kind, method, re.compile(path), times, status, retry_after, is_global)
        return self._stand(fault)

    def reset(self, *, method: str = "*", path: str = ".*", times: int | None = 1, after: bool = False) -> Fault:
        """Cut the connection of the next requests, before or after the act took effect."""
        kind = Kind.RESET_AFTER if after else Kind.RESET_BEFORE
        return self._stand(Fault(kind, method, re.compile(path), times))

    def hang(self, seconds: float, *, method: str = "*", path: str = ".*", times: int | None = 1) -> Fault:
        """Let the next requests wait before they are acted upon."""
        return self._stand(Fault(Kind.HANG, method, re.compile(path), times, seconds=seconds))

    def _stand(self, fault: Fault) -> Fault:
        self.standing.append(fault)
        return fault

    def clear(self) -> None:
        """Switch everything off, the gateway's faults too."""
        self.standing.clear()
        self.latency = 0.0
        self.gateway.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """The fault that strikes a request, counted as used."""
        for fault in self.standing:
            if fault.method in ("*", method) and fault.path.fullmatch(path):
                fault.struck += 1
                if fault.times is not None and fault.struck >= fault.times:
                    self.standing.remove(fault)
                return fault
        return None

    def switch_on(self, wanted: Json) -> None:
        """Switch one fault on from JSON: a `kind` and the arguments of the method of that name.

        Kinds: `answer`, `reset`, `hang`, `latency` (`seconds`), `clear`, and for the gateway `drop`, `duplicate`,
        `withhold`, `release`, `reverse` (`event`, `times`), `refuse_resume`, `ignore_heartbeats`.
        """
        arguments = {key: value for key, value in wanted.items() if key != "kind"}
        kind = wanted.get("kind")
        if kind in ("answer", "reset", "hang", "clear"):
            getattr(self, kind)(**arguments)
        elif kind == "latency":
            self.latency = float(arguments["seconds"])
        elif kind in ("drop", "duplicate", "withhold", "release", "reverse"):
            getattr(self.gateway, kind)(**arguments)
        elif kind in ("refuse_resume", "ignore_heartbeats"):
            setattr(self.gateway, kind, bool(arguments.get("on", True)))
        else:
            raise ValueError(f"no such fault: {kind}")


@dataclass(slots=True)
class Trick:
    """Something done to the next dispatches of an event's name (`*` for any)."""

    act: str
    event: str
    times: int
    held: list[Any] = field(default_factory=list)


class GatewayFaults:
    """What the gateway does to its dispatches; the hub asks `applied` for every single one.

    `refuse_resume` answers every RESUME with an invalid session; `ignore_heartbeats` leaves them without an answer.
    """

    def __init__(self) -> None:
        self.tricks: list[Trick] = []
        self.refuse_resume = False
        self.ignore_heartbeats = False

    def drop(self, event: str = "*", times: int = 1) -> None:
        """Lose the next dispatches for good: a resume does not bring them back."""
        self.tricks.append(Trick("drop", event, times))

    def duplicate(self, event: str = "*", times: int = 1) -> None:
        """Send the next dispatches twice."""
        self.tricks.append(Trick("duplicate", event, times))

    def withhold(self, event: str = "*", times: int = 1) -> None:
        """Keep the next dispatches back until `release`; what follows overtakes them."""
        self.tricks.append(Trick("withhold", event, times))

    def reverse(self, event: str = "*", times: int = 2) -> None:
        """Keep the next dispatches until all of them are there, then send the last first."""
        self.tricks.append(Trick("reverse", event, times))

    def release(self) -> list[Any]:
        """End withholding and answer what was held; the hub sends it."""
        held = [each for trick in self.tricks for each in trick.held]
        self.tricks = [trick for trick in self.tricks if trick.act != "withhold"]
        return held

    def clear(self) -> None:
        """Switch everything off; what is held is lost."""
        self.tricks.clear()
        self.refuse_resume = self.ignore_heartbeats = False

    def applied(self, event: str, dispatch: Any) -> list[Any]:
        """What is sent in place of one dispatch, in order."""
        trick = next((each for each in self.tricks if each.times > 0 and each.event in ("*", event)), None)
        if trick is None:
            return [dispatch]
        trick.times -= 1
        if trick.act == "duplicate":
            sent = [dispatch, dispatch]
        elif trick.act == "reverse":
            trick.held.append(dispatch)
            sent = trick.held[::-1] if not trick.times else []
        else:
            sent = []
            if trick.act == "withhold":
                trick.held.append(dispatch)
        if not trick.times and trick.act != "withhold":
            self.tricks.remove(trick)
        return sent
