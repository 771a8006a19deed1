"""What befell a vote from outside, in a sentence each."""

from collections.abc import Iterable

from bot.domain.integrity import Happening, Note
from bot.words.catalogue import Words


def note_sentences(notes: Iterable[Note], words: Words) -> list[str]:
    """What a ballot tells of what befell it; what happened more than once is counted."""
    happened = [note.what for note in notes]
    said = []
    if cleared := happened.count(Happening.REACTIONS_GONE):
        said.append(
            words.count(
                "Somebody took my reactions off; I put them back. Every vote still counts.",
                "Somebody took my reactions off {n} times; I put them back. Every vote still counts.",
                cleared,
            )
        )
    if deleted := happened.count(Happening.BALLOT_GONE):
        said.append(
            words.count(
                "Somebody deleted this message; I put it back. Every vote still counts.",
                "Somebody deleted this message {n} times; I put it back. Every vote still counts.",
                deleted,
            )
        )
    if resumed := happened.count(Happening.RESUMED):
        said.append(
            words.count(
                "I couldn't work here for a while; then voting went on with the time left.",
                "I couldn't work here {n} times; then voting went on with the time left.",
                resumed,
            )
        )
    return said
