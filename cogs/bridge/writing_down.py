"""Writing down: the forms in which know-how is shared and revised, and the text in which two revisions are merged."""

from dataclasses import replace

from bot.domain.knowhow import MARK, TEXT_LIMIT, TITLE_LIMIT, TYPED_TAGS_LIMIT, typed_tags
from bot.services.knowhow_cards import ClashCard, Writing
from bot.words.catalogue import Words
from bot.words.fields import field_name
from cogs.bridge.forms import Form, text_field
from cogs.bridge.router import Act, whole_number


def page_form(writing: Writing, words: Words) -> Form:
    """The form of a page, with everything that was written so far."""
    hint = (
        words.say("What would the next person need to know?")
        if writing.task_number
        else words.say("No names, addresses or numbers of people, please.")
    )
    text = text_field(
        "know_how",
        field_name("know_how", words),
        limit=TEXT_LIMIT,
        hint=hint,
        filled=writing.text[:TEXT_LIMIT],
        is_long=True,
    )
    title = text_field("title", words.say("Title"), limit=TITLE_LIMIT, filled=writing.title[:TITLE_LIMIT])
    tags = text_field(
        "tags",
        field_name("tags", words),
        limit=TYPED_TAGS_LIMIT,
        hint=words.say("If you like, up to five with commas: kitchen, welding."),
        filled=writing.tags[:TYPED_TAGS_LIMIT],
        required=False,
    )
    return Form(
        _form_title(writing, words),
        "page-written",
        writing.page_number,
        detail=f"{writing.made_from}.{writing.task_number}.{writing.writing_id}",
        # After a task its title is there already, and the question comes first.
        labels=[text, title, tags] if writing.task_number else [title, text, tags],
    )


def _form_title(writing: Writing, words: Words) -> str:
    if writing.page_number:
        return words.say("Revise K-{number}", number=writing.page_number)
    if writing.task_number:
        return words.say("Know-how of T-{number}", number=writing.task_number)
    return words.say("Share know-how")


def writing_of(act: Act) -> Writing:
    """What a filled-in form says; refuses with `FromAnotherVersion`."""
    made_from, _, rest = act.detail.partition(":")[0].partition(".")
    task_number, _, writing_id = rest.partition(".")
    return Writing(
        title=act.text("title"),
        text=act.text("know_how"),
        tags=act.text("tags"),
        page_number=act.number,
        made_from=whole_number(made_from),
        task_number=whole_number(task_number),
        writing_id=whole_number(writing_id),
    )


def to_merge(clash: ClashCard, words: Words) -> Writing:
    """Two revisions as one text to go over: where people wrote differently both stand in it, between marks.

    Where that does not fit, it is what whoever writes has written.
    """
    standing, written = words.say("as it is now"), words.say("as you wrote it")
    parts = [
        part
        if isinstance(part, str)
        else f"\n{MARK} {standing}\n{part.standing.strip()}\n{MARK} {written}\n{part.written.strip()}\n{MARK}\n"
        for part in clash.merged.text
    ]
    text = "".join(parts).strip()
    writing = replace(clash.writing, made_from=clash.page.revision, tags=typed_tags(clash.merged.tags))
    if clash.merged.title is not None:
        writing = replace(writing, title=clash.merged.title)
    return replace(writing, text=text) if len(text) <= TEXT_LIMIT else writing
