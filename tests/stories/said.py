"""Said: what somebody was shown in answer to what they did."""

from simcord.results import InteractionResult, ResponseMessage

from tests.cogs.reading import Json, buttons, screen


class Said:
    """What somebody was shown in answer: a picture or a form, and what followed it."""

    def __init__(self, result: InteractionResult) -> None:
        self.result = result

    @property
    def form(self) -> Json:
        """The form that opened."""
        assert self.result.modal is not None, f"no form opened, but: {self}"
        return self.result.modal

    @property
    def message(self) -> ResponseMessage:
        """The message that answered, new or redrawn."""
        assert self.result.response is not None, "nothing was answered"
        return self.result.response

    @property
    def is_private(self) -> bool:
        """Whether only the asker sees it."""
        return self.message.ephemeral

    @property
    def labels(self) -> list[str]:
        """The buttons that are offered."""
        return [button["label"] for button in buttons(self.message.components)]

    def __str__(self) -> str:
        shown = [self.result.response, *self.result.followups]
        return "\n\n".join(screen(message.components) for message in shown if message is not None)

    def __repr__(self) -> str:
        return f"\n{self}\n"

    def __contains__(self, text: str) -> bool:
        return text in str(self)
