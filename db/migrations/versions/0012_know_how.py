"""Know-how: pages with their revisions, their links to tasks and the index of their words; notes of meetings are pages.

The words of the pages that are made here are written into the index when somebody first looks for one: how words are
split and folded is the rules' business, not a step's.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "pages",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision_id", KEY, nullable=True),
        sa.Column("is_covered", sa.Boolean(), nullable=False),
        sa.Column("born_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["guild_id"], ["servers.guild_id"], name=op.f("fk_pages_guild_id_servers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
        sa.UniqueConstraint("guild_id", "number", name=op.f("uq_pages_guild_id_number")),
    )
    op.create_index("ix_pages_born", "pages", ["guild_id", "born_at"])
    op.create_index("uq_pages_newest", "pages", ["guild_id", "revision_id"], unique=True)
    op.create_table(
        "page_revisions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("page_id", KEY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_from", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_page_revisions_page_id_pages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_revisions")),
        sa.UniqueConstraint("page_id", "number", name=op.f("uq_page_revisions_page_id_number")),
    )
    op.create_index("ix_page_revisions_author", "page_revisions", ["author_id", "guild_id"])
    op.create_table(
        "page_tasks",
        sa.Column("page_id", KEY, nullable=False),
        sa.Column("task_id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_page_tasks_page_id_pages")),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name=op.f("fk_page_tasks_task_id_tasks")),
        sa.PrimaryKeyConstraint("page_id", "task_id", name=op.f("pk_page_tasks")),
    )
    op.create_index("ix_page_tasks_task", "page_tasks", ["task_id"])
    op.create_table(
        "page_writings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("page_number", sa.Integer(), nullable=False),
        sa.Column("made_from", sa.Integer(), nullable=False),
        sa.Column("task_number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_writings")),
    )
    op.create_index("ix_page_writings_member", "page_writings", ["guild_id", "member_id"])
    op.create_table(
        "meeting_pages",
        sa.Column("page_id", KEY, autoincrement=False, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("occurrence_id", KEY, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_meeting_pages_page_id_pages")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["reminder_occurrences.id"],
            name=op.f("fk_meeting_pages_occurrence_id_reminder_occurrences"),
        ),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_meeting_pages")),
    )
    op.add_column("servers", sa.Column("last_page", sa.Integer(), nullable=False, server_default="0"))
    _index_words()
    _notes_to_pages()
    op.drop_table("meeting_notes")


def _index_words() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.create_table(
            "page_words",
            sa.Column("revision_id", sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column("words", sa.dialects.postgresql.TSVECTOR(), nullable=False),
            sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_page_words")),
        )
        op.execute("CREATE INDEX ix_page_words_words ON page_words USING gin (words) WITH (fastupdate = off)")
        return
    # Its words come split and folded, and 'ascii' leaves every sign beyond ASCII where it stands.
    op.execute(
        "CREATE VIRTUAL TABLE page_words USING fts5(title, tags, body, "
        "tokenize = 'ascii', detail = 'column', columnsize = 0)"
    )


def _notes_to_pages() -> None:
    """Make a page of every meeting's notes, numbered as they were, and let what is owed of them find it."""
    connection = op.get_bind()
    notes = connection.execute(
        sa.text(
            "SELECT n.guild_id, n.number, n.occurrence_id, n.member_id, n.text, n.filed_at, r.number AS reminder "
            "FROM meeting_notes AS n JOIN reminder_occurrences AS o ON o.id = n.occurrence_id "
            "JOIN reminders AS r ON r.id = o.reminder_id ORDER BY n.guild_id, n.number"
        )
    )
    for row in notes.mappings().all():
        page = {"guild_id": row["guild_id"], "number": row["number"], "born_at": row["filed_at"]}
        page_id = _insert(connection, "pages", is_covered=False, **page)
        # A day as everybody writes it: a step speaks no language.
        title = f"R-{row['reminder']} · {str(row['filed_at'])[:10]}"
        revision_id = _insert(
            connection,
            "page_revisions",
            guild_id=row["guild_id"],
            page_id=page_id,
            number=1,
            title=title,
            text=row["text"],
            tags="[]",
            author_id=row["member_id"],
            made_at=row["filed_at"],
        )
        became = {"page": page_id, "revision": revision_id, "guild": row["guild_id"], "number": row["number"]}
        connection.execute(sa.text("UPDATE pages SET revision_id = :revision WHERE id = :page"), became)
        connection.execute(sa.text("UPDATE servers SET last_page = :number WHERE guild_id = :guild"), became)
        connection.execute(
            sa.text("INSERT INTO meeting_pages (page_id, guild_id, occurrence_id) VALUES (:page, :guild, :occurrence)"),
            became | {"occurrence": row["occurrence_id"]},
        )


def _insert(connection: sa.Connection, table: str, **columns: Any) -> int:
    names, values = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    statement = sa.text(f"INSERT INTO {table} ({names}) VALUES ({values}) RETURNING id")
    key: int = connection.execute(statement, columns).scalar_one()
    return key


def downgrade() -> None:
    op.create_table(
        "meeting_notes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", KEY, nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["reminder_occurrences.id"],
            name=op.f("fk_meeting_notes_occurrence_id_reminder_occurrences"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_notes")),
        sa.UniqueConstraint("guild_id", "number", name=op.f("uq_meeting_notes_guild_id_number")),
    )
    op.execute(
        "INSERT INTO meeting_notes (guild_id, number, occurrence_id, member_id, text, filed_at) "
        "SELECT p.guild_id, p.number, m.occurrence_id, r.author_id, r.text, r.made_at FROM meeting_pages AS m "
        "JOIN pages AS p ON p.id = m.page_id JOIN page_revisions AS r ON r.id = p.revision_id"
    )
    op.drop_column("servers", "last_page")
    for table in ("meeting_pages", "page_writings", "page_tasks", "page_words", "page_revisions", "pages"):
        op.drop_table(table)
