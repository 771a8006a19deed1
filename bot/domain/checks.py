"""Temperature checks: a question, how long it runs, and the three reactions; never a decision."""

from datetime import timedelta

from bot.domain.texts import check_text

QUESTION_LIMIT = 200
"""Characters."""

SPANS = tuple(timedelta(minutes=minutes) for minutes in (15, 60, 180, 480, 1_440))
"""How long one can run: 15 minutes to 24 hours. Source: charter, §3."""

EMOJI = ("👍", "🤷", "👎")
"""Its reactions: warm, unsure, cold. Source: charter, §3."""

MOST_LATE = timedelta(days=1)
"""Where the message cannot be reached for so long after the end, nothing is kept of the check all the same."""


def check_question(question: str) -> str:
    """The question as one line, cleaned; refuses with `MissingText` or `TextTooLong`."""
    return check_text("question", " ".join(question.split()), QUESTION_LIMIT)
