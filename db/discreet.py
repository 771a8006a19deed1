"""Discreet: what PostgreSQL says of a row that it refuses, without what stands in the row."""

from sqlalchemy import exc
from sqlalchemy.engine import ExceptionContext

_OF_VALUES = ("22", "23")
"""What the codes begin with of faults whose message can quote a row: of data, and of constraints."""


def is_of_values(fault: BaseException | None) -> bool:
    """Whether a driver's fault is about the values it was given, so that giving them again is of no use."""
    code = str(getattr(fault, "sqlstate", None) or "")
    # What the driver refuses by itself has no code.
    return code.startswith(_OF_VALUES) or isinstance(fault, ValueError)


def keep_to_itself(context: ExceptionContext) -> None:
    """Take out of a fault, before anybody logs it, what `hide_parameters` leaves in: the row in the driver's words.

    The kind of fault, the database's code for it and the constraint stay.
    """
    outermost = context.sqlalchemy_exception or context.original_exception
    faults, last = _chain(outermost), driver_fault(outermost)
    parts = (type(last).__name__, getattr(last, "sqlstate", None), getattr(last, "constraint_name", None))
    told = " ".join(str(part) for part in parts if part)
    if hasattr(last, "detail"):
        last.detail = None
    for fault in faults:
        said = str(fault.args[0]) if fault.args else ""
        fault.args = (told if is_of_values(last) else said.split("\nDETAIL:")[0],)


def driver_fault(fault: BaseException) -> BaseException:
    """What the driver itself said, under all that was made of it."""
    return _chain(fault)[-1]


def _chain(fault: BaseException) -> list[BaseException]:
    """A fault, SQLAlchemy's translation into its own kinds, and the driver's words behind that."""
    translated = fault.orig if isinstance(fault, exc.DBAPIError) else None
    return [each for each in (fault, translated, translated and translated.__cause__) if each is not None]
