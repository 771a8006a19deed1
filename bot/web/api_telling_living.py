"""Telling what lives: know-how and what is under way become answers of the JSON API."""

from collections.abc import Sequence

from bot.services.publications import LookingTasks, PublishedCalendar, PublishedProposals
from bot.services.published_knowhow import KnowHowEntry, PublishedHeading
from bot.web import api_living as living
from bot.web.api_telling import told
from bot.web.legible import legible
from bot.web.roads import Roads


def heading_answer(heading: PublishedHeading, roads: Roads) -> living.KnowHowHeading:
    """A page of know-how without its text."""
    return living.KnowHowHeading(
        number=heading.number,
        page=roads.to(f"K-{heading.number}"),
        title=told(heading.title),
        tags=tuple(map(legible, heading.tags)),
        hidden=heading.veil,
        revision=heading.revision,
        revised_on=heading.revised_on,
    )


def headings_answer(
    headings: Sequence[PublishedHeading], total: int, roads: Roads, *, newer: str | None, older: str | None
) -> living.KnowHowList:
    """Pages of know-how with the ways to newer and to older ones, given as places."""
    return living.KnowHowList(
        total=total,
        pages=tuple(heading_answer(each, roads) for each in headings),
        previous=roads.to(newer) if newer else None,
        next=roads.to(older) if older else None,
    )


def knowhow_answer(entry: KnowHowEntry, roads: Roads) -> living.KnowHow:
    """One page of know-how as it stands."""
    said = entry.revision
    heading = PublishedHeading(entry.number, said.title, said.tags, said.number, said.made_on, entry.veil)
    return living.KnowHow(
        heading_answer(heading, roads),
        told(said.text),
        entry.shared_on,
        tuple(living.Work(each.task, each.decision) for each in entry.works),
    )


def proposals_answer(open_ones: PublishedProposals) -> living.OpenProposals:
    """What is voted on."""
    return living.OpenProposals(
        tuple(
            living.OpenProposal(
                number=each.number,
                kind=each.kind,
                title=told(each.title),
                text=told(each.body),
                hidden=each.veil,
                options=tuple(told(option) for option in each.options),
                closes_on=each.closes_on,
            )
            for each in open_ones.proposals
        )
    )


def tasks_answer(looking: LookingTasks) -> living.OpenTasks:
    """Tasks that look for hands."""
    return living.OpenTasks(
        looking.total,
        tuple(
            living.OpenTask(
                number=each.number,
                title=told(each.title),
                why=told(each.why),
                hidden=each.veil,
                places=each.places,
                effort=each.effort,
                skills=tuple(map(legible, each.skills)),
                due_on=each.due_on,
                decision=each.decision_number,
            )
            for each in looking.tasks
        ),
    )


def calendar_answer(calendar: PublishedCalendar) -> living.Calendar:
    """What comes."""
    return living.Calendar(
        calendar.until,
        tuple(living.Day(each.on, each.number, told(each.text), each.veil, each.is_meeting) for each in calendar.dates),
    )
