"""The grammar: which tokens one after the other make a part of a phrase, the same for every language."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.phrases.lexer import Edge, Graph
from bot.domain.phrases.reading import Reading
from bot.domain.phrases.rules import RULES, Group, Rule, Step
from bot.domain.phrases.tokens import Kind

STEPS = 5_000
"""How many tokens are tried before a phrase counts as not understood; people's phrases take some hundreds."""

_ALL = frozenset(Kind)
_AND = frozenset({Kind.AND})
_THROUGH = frozenset({Kind.TO})


class _TooLongWinded(Exception):
    """A phrase can be cut in more ways than anybody would mean."""


@dataclass(slots=True)
class Parser:
    """Reads one phrase. `furthest` is the place behind which nothing could be explained, `steps` what it took."""

    graph: Graph
    furthest: int = 0
    steps: int = 0

    def readings(self) -> list[tuple[int, Reading]]:
        """All ways to explain every token of the phrase, each with how unusual it is."""
        try:
            return list(self._from(self.graph.begin, Reading(), 0))
        except _TooLongWinded:
            return []

    def _from(self, place: int, reading: Reading, cost: int) -> Iterator[tuple[int, Reading]]:
        if self._is_over(place):
            if reading != Reading():
                yield cost, reading
            return
        kinds = {edge.token.kind for edge, _ in self._next(place, _ALL)}
        for rule in RULES:
            if kinds.isdisjoint(rule.begins_with):
                continue
            for groups, end, added in self._match(rule, 0, place, (), 0):
                part = rule.build(groups)
                joined = part and reading.joined(part)
                if joined:
                    yield from self._from(end, joined, cost + added + rule.cost)

    def _is_over(self, place: int) -> bool:
        """Whether nothing but marks is left."""
        self._note(place)
        while place != self.graph.end:
            marks = [edge for edge in self.graph.edges.get(place, ()) if edge.token.kind is Kind.MARK]
            if not marks:
                return False
            place = marks[0].to
        return True

    def _match(
        self, rule: Rule, index: int, place: int, groups: tuple[Group, ...], cost: int
    ) -> Iterator[tuple[tuple[Group, ...], int, int]]:
        if index == len(rule.steps):
            yield groups, place, cost
            return
        step = rule.steps[index]
        if step.is_optional:
            yield from self._match(rule, index + 1, place, (*groups, ()), cost)
        for group, end, added in self._group(step, place, (), 0):
            yield from self._match(rule, index + 1, end, (*groups, group), cost + added)

    def _group(self, step: Step, place: int, so_far: Group, cost: int) -> Iterator[tuple[Group, int, int]]:
        follows = self._close(place, step.kinds) if step.is_close and not so_far else self._next(place, step.kinds)
        for edge, added in follows:
            group = (*so_far, edge.token)
            total = cost + added
            yield group, edge.to, total
            if step.is_list:
                if Kind.WEEKDAY in step.kinds and any(self._close(edge.to, step.kinds)):
                    yield from self._group(step, edge.to, group, total)
                for joint, more in self._next(edge.to, _AND | _THROUGH):
                    kept = (*group, joint.token) if joint.token.kind is Kind.TO else group
                    yield from self._group(step, joint.to, kept, total + more)

    def _close(self, place: int, kinds: frozenset[Kind]) -> Iterator[tuple[Edge, int]]:
        """The tokens of these kinds right at a place; so a list of weekdays goes on without an "and": "Mon Wed Fri"."""
        return ((edge, edge.cost) for edge in self.graph.edges.get(place, ()) if edge.token.kind in kinds)

    def _next(self, place: int, kinds: frozenset[Kind], cost: int = 0) -> Iterator[tuple[Edge, int]]:
        """The tokens of these kinds at a place, behind any words that mean nothing by themselves."""
        self._note(place)
        for edge in self.graph.edges.get(place, ()):
            self.steps += 1
            if self.steps > STEPS:
                raise _TooLongWinded
            if edge.token.kind in (Kind.GLUE, Kind.MARK):
                yield from self._next(edge.to, kinds, cost + edge.cost)
            elif edge.token.kind in kinds:
                yield edge, cost + edge.cost

    def _note(self, place: int) -> None:
        self.furthest = max(self.furthest, self.graph.starts.get(place, place))
