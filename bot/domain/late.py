"""Late: which of the taps that came after a deadline count after all, because the vote was prolonged."""

from collections.abc import Iterable

from bot.domain.ballots import Act, Source, Verdict
from bot.domain.history import Line

_FOUND = (Source.READ, Source.SUPER_READ)


def waiting_taps(lines: Iterable[Line], *, gathers: bool) -> dict[int, list[Line]]:
    """The reactions that came too late, still stand and were followed by nothing that was in time, by member id.

    With `gathers` every tap adds an option, so all of them wait; otherwise the last one, or several where they were
    found by one and the same reading and nobody knows which was last. What was done too late in the panel waits for
    nothing: whoever did it was told.
    """
    waiting: dict[int, dict[tuple[str | None, bool], Line]] = {}
    for line in lines:
        of_member = waiting.setdefault(line.member_id, {})
        reaction = (line.choice, line.source in (Source.SUPER_TAP, Source.SUPER_READ))
        match line.act:
            case Act.CLEAR:
                waiting.clear()
            case Act.UNTAP:
                of_member.pop(reaction, None)
            case Act.CAST | Act.WITHDRAW if line.source is Source.PANEL:
                if line.verdict is not Verdict.LATE:
                    of_member.clear()
            case Act.CAST:
                of_member.pop(reaction, None)
                if line.verdict is Verdict.LATE:
                    of_member[reaction] = line
                elif not gathers:
                    of_member.clear()
    return {who: _last(list(taps.values()), gathers=gathers) for who, taps in waiting.items() if taps}


def _last(taps: list[Line], *, gathers: bool) -> list[Line]:
    last = taps[-1]
    if gathers:
        return taps
    return [tap for tap in taps if tap is last or (last.source in _FOUND and tap.received_at == last.received_at)]
