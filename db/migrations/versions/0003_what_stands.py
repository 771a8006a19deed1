"""What stands: the database itself refuses to change or remove what was written for good."""

from dataclasses import dataclass

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPENDED = {
    "log": ("guild_id", "sequence"),
    "charters": ("guild_id", "version"),
    "sealed_texts": ("guild_id", "commitment"),
    "ledger": ("id",),
}
"""Tables to which lines are only added, with what each line is known by."""

KEPT = ("log", "charters", "ledger", "proposals", "decisions")
"""Tables from which no line goes."""

NAMED = ("guild_id", "number", "kind", "author_id", "reworks", "follows", "change", "subject_id", "meeting")
TEXTS = (*NAMED, "title", "body", "first_tasks", "options")
ROLL = ("charter_version", "tenure_days", "opened_at", "cut_off_at")
ENDING = ("state", "outcome", "settled_at", "closes_at", "prolongations", "turned_at", "run_off", "rule", *ROLL)


@dataclass(frozen=True)
class Speech:
    """How one database says what both are told; `is_postgres` says which."""

    is_postgres: bool

    def differs(self, *columns: str) -> str:
        """Whether any of these columns is about to change."""
        if self.is_postgres:
            # The type json knows no equality of its own.
            each = [f"NEW.{column}::text IS DISTINCT FROM OLD.{column}::text" for column in columns]
        else:
            each = [f"NEW.{column} IS NOT OLD.{column}" for column in columns]
        return f"({' OR '.join(each)})"

    def empties(self, column: str, empty: str) -> str:
        """Whether a column stays as it is or is emptied."""
        value = f"NEW.{column}::text" if self.is_postgres else f"NEW.{column}"
        return f"({value} = '{empty}' OR NOT {self.differs(column)})"

    def create(self, name: str, event: str, table: str, condition: str, refusal: str) -> list[str]:
        """The statements that make one trigger; where the condition holds, the statement is refused."""
        if not self.is_postgres:
            return [
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
            ]
        result = "OLD" if event == "DELETE" else "NEW"
        return [
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN {result}; END $body$",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]

    def drop(self, name: str, table: str) -> list[str]:
        """The statements that take one trigger away."""
        if not self.is_postgres:
            return [f"DROP TRIGGER {name}"]
        return [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"]


def triggers(say: Speech) -> dict[str, tuple[str, str, str, str]]:
    """Every trigger by name: event, table, condition, and what is said where it refuses."""
    found = {}
    for table, key in APPENDED.items():
        # In SQLite INSERT OR REPLACE would remove the old line, and tell no trigger of it.
        same = " AND ".join(f"there.{column} = NEW.{column}" for column in key)
        taken = f"EXISTS (SELECT 1 FROM {table} AS there WHERE {same})"
        found[f"{table}_once"] = ("INSERT", table, taken, f"{table}: what is written is not written over")
    for table in ("log", "charters", "sealed_texts"):
        found[f"{table}_stands"] = ("UPDATE", table, "TRUE", f"{table}: what is written does not change")
    for table in KEPT:
        found[f"{table}_stays"] = ("DELETE", table, "TRUE", f"{table}: what is written does not go")

    # Thirty days after settling, and where somebody is forgotten, a line loses who and when; all else stays.
    is_settled = "EXISTS (SELECT 1 FROM proposals AS p WHERE p.id = OLD.proposal_id AND p.state = 'settled')"
    other = say.differs("id", "proposal_id", "act", "choice", "source", "is_super", "verdict")
    found["ledger_stands"] = (
        "UPDATE",
        "ledger",
        f"{other} OR OLD.member_id <= 0 OR NEW.member_id > 0 OR NOT {is_settled}",
        "ledger: a line does not change, but that it forgets whose it is once the vote is settled",
    )
    record = ("id", "guild_id", "number", "proposal_id", "sequence", "outcome", "decided_at")
    found["decisions_stand"] = ("UPDATE", "decisions", say.differs(*record), "decisions: what was decided is decided")

    others_voted = (
        "EXISTS (SELECT 1 FROM ledger AS l WHERE l.proposal_id = OLD.id AND l.act = 'cast' "
        "AND l.verdict = 'counted' AND l.member_id <> OLD.author_id)"
    )
    found["proposals_texts_stand"] = (
        "UPDATE",
        "proposals",
        f"{say.differs(*TEXTS)} AND OLD.state <> 'settled' AND {others_voted}",
        "proposals: the text stands once another member has voted",
    )
    erases = " AND ".join(
        (
            f"NOT {say.differs('guild_id', 'number', 'kind', 'reworks', 'follows', 'change', 'meeting')}",
            *(say.empties(column, "") for column in ("title", "body")),
            *(say.empties(column, "[]") for column in ("first_tasks", "options")),
            f"(NEW.author_id <= 0 OR NOT {say.differs('author_id')})",
            f"(NEW.subject_id IS NULL OR NOT {say.differs('subject_id')})",
        )
    )
    found["proposals_texts_are_only_erased"] = (
        "UPDATE",
        "proposals",
        f"{say.differs(*TEXTS)} AND OLD.state = 'settled' AND NOT ({erases})",
        "proposals: a settled text can be erased, not changed",
    )
    turns = "(OLD.turned_at IS NULL AND NEW.turned_at IS NOT NULL)"
    found["proposals_rules_stand"] = (
        "UPDATE",
        "proposals",
        f"(({say.differs('rule')} AND NOT {turns}) OR {say.differs(*ROLL)}) "
        f"AND OLD.state <> 'settled' AND {others_voted}",
        "proposals: rule and roll stand once another member has voted",
    )
    found["proposals_close_no_sooner"] = (
        "UPDATE",
        "proposals",
        f"NEW.closes_at < OLD.closes_at AND OLD.state <> 'settled' AND {others_voted}",
        "proposals: a vote does not close sooner than was said",
    )
    found["proposals_end_once"] = (
        "UPDATE",
        "proposals",
        f"OLD.state = 'settled' AND {say.differs(*ENDING)}",
        "proposals: what is settled is settled",
    )
    return found


def upgrade() -> None:
    say = Speech(op.get_bind().dialect.name == "postgresql")
    for name, (event, table, condition, refusal) in triggers(say).items():
        for statement in say.create(name, event, table, condition, refusal):
            op.execute(sa.text(statement))
    if say.is_postgres:
        op.execute(
            sa.text(
                "CREATE FUNCTION refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN "
                "RAISE EXCEPTION 'what is written does not go'; END $body$"
            )
        )
        for table in {**APPENDED, **dict.fromkeys(KEPT)}:
            op.execute(
                sa.text(
                    f"CREATE TRIGGER {table}_stays_whole BEFORE TRUNCATE ON {table} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate()"
                )
            )


def downgrade() -> None:
    say = Speech(op.get_bind().dialect.name == "postgresql")
    for name, (_, table, _, _) in triggers(say).items():
        for statement in say.drop(name, table):
            op.execute(sa.text(statement))
    if say.is_postgres:
        for table in {**APPENDED, **dict.fromkeys(KEPT)}:
            op.execute(sa.text(f"DROP TRIGGER {table}_stays_whole ON {table}"))
        op.execute(sa.text("DROP FUNCTION refuse_truncate()"))
