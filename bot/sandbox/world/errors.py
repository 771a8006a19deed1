"""Discord's refusals, with their numbers and their words."""

from typing import Any

Json = dict[str, Any]


class DiscordError(Exception):
    """A refusal: the HTTP status, Discord's code and message, and for form errors the nested details."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def payload(self) -> Json:
        """The JSON body Discord answers with."""
        body: Json = {"message": self.message, "code": self.code}
        if self.errors:
            body["errors"] = self.errors
        return body


_KINDS: dict[str, tuple[int, int, str]] = {
    "unauthorized": (401, 0, "401: Unauthorized"),
    "unknown_application": (404, 10002, "Unknown Application"),
    "unknown_channel": (404, 10003, "Unknown Channel"),
    "unknown_guild": (404, 10004, "Unknown Guild"),
    "unknown_member": (404, 10007, "Unknown Member"),
    "unknown_message": (404, 10008, "Unknown Message"),
    "unknown_overwrite": (404, 10009, "Unknown Permission Overwrite"),
    "unknown_role": (404, 10011, "Unknown Role"),
    "unknown_user": (404, 10013, "Unknown User"),
    "unknown_emoji": (400, 10014, "Unknown Emoji"),
    "unknown_webhook": (404, 10015, "Unknown Webhook"),
    "unknown_interaction": (404, 10062, "Unknown interaction"),
    "unknown_command": (404, 10063, "Unknown application command"),
    "slow_mode": (429, 20016, "This action cannot be performed due to slowmode rate limit"),
    "max_pins": (400, 30003, "Maximum number of pins reached for the channel (50)"),
    "max_reactions": (400, 30010, "Maximum number of reactions reached (20)"),
    "max_commands": (400, 30032, "Maximum number of application commands reached (100)"),
    "already_crossposted": (400, 40033, "This message has already been crossposted."),
    "already_acknowledged": (400, 40060, "Interaction has already been acknowledged."),
    "missing_access": (403, 50001, "Missing Access"),
    "wrong_account_type": (403, 50002, "Invalid account type"),
    "dm_channel": (403, 50003, "Cannot execute action on a DM channel"),
    "other_author": (403, 50005, "Cannot edit a message authored by another user"),
    "empty_message": (400, 50006, "Cannot send an empty message"),
    "no_dm": (403, 50007, "Cannot send messages to this user"),
    "missing_permissions": (403, 50013, "Missing Permissions"),
    "few_or_many_messages": (400, 50016, "Provided too few or too many messages to delete."),
    "system_message": (403, 50021, "Cannot execute action on a system message"),
    "wrong_channel_type": (400, 50024, "Cannot execute action on this channel type"),
    "expired_token": (401, 50027, "Invalid Webhook Token"),
    "message_too_old": (400, 50034, "A message provided was too old to bulk delete"),
    "archived_thread": (400, 50083, "Thread is archived"),
    "malformed_json": (400, 50109, "The request body contains invalid JSON."),
    "reaction_blocked": (403, 90001, "Reaction was blocked"),
    "blind_reply": (400, 160002, "Cannot reply without permission to read message history"),
    "thread_exists": (400, 160004, "A thread has already been created for this message"),
    "thread_locked": (400, 160005, "Thread is locked"),
}


def refuse(kind: str) -> DiscordError:
    """Make the refusal of a kind, to be raised by the caller; the kinds are Discord's, by a short name."""
    status, code, message = _KINDS[kind]
    return DiscordError(status, code, message)


class FormErrors:
    """Collects what is wrong with a body, field by field, and raises it as one 50035."""

    def __init__(self) -> None:
        self._tree: Json = {}

    def add(self, path: str, code: str, message: str) -> None:
        """Note an error at a dotted path, such as `embeds.0.title`."""
        node = self._tree
        for part in path.split("."):
            node = node.setdefault(part, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def required(self, path: str) -> None:
        """Note that a field is missing."""
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def length(self, path: str, text: object, most: int, least: int = 0) -> bool:
        """Note a text that is no text, too long or too short; answer whether it was good."""
        if not isinstance(text, str):
            self.add(path, "STRING_TYPE_CONVERT", "Could not interpret this value as string.")
        elif len(text) > most and least:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        elif len(text) > most:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif len(text) < least:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        else:
            return True
        return False

    def choice(self, path: str, value: object, allowed: tuple[object, ...]) -> bool:
        """Note a value outside a closed set; answer whether it was good."""
        if value in allowed and not isinstance(value, bool):
            return True
        listed = ", ".join(str(item) for item in allowed)
        self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of ({listed}).")
        return False

    def check(self) -> None:
        """Raise 50035 if anything was noted."""
        if self._tree:
            raise DiscordError(400, 50035, "Invalid Form Body", self._tree)


def bad_form(path: str, code: str, message: str) -> DiscordError:
    """A 50035 with a single error, to be raised by the caller."""
    form = FormErrors()
    form.add(path, code, message)
    try:
        form.check()
    except DiscordError as error:
        return error
    raise AssertionError("a form with an error is always refused")
