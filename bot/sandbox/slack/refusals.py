"""What can go wrong, told apart: Slack refuses, a person cannot, the bot does not answer.

SandboxTrouble
├── SlackRefused     Slack's own `ok: false`: a Web API call it does not accept
├── NotPossible      no person could do this on a real client (a button that is not there)
└── DeliveryFailed   what Slack sent to the bot went wrong
    ├── NotAcked     no 200 within Slack's patience
    └── BadAnswer    a 200 whose content Slack cannot use
"""

from collections.abc import Sequence
from typing import Any


class SandboxTrouble(Exception):
    """The root of everything the sandbox raises on purpose."""


class SlackRefused(SandboxTrouble):
    """A refused Web API call: Slack's error name, and what it adds to it.

    `messages` are the sentences of `response_metadata.messages`; `more` are further top-level
    fields of the answer, such as `needed` and `provided`.
    """

    def __init__(self, error: str, messages: Sequence[str] = (), **more: Any) -> None:
        super().__init__(error, tuple(messages))
        self.error = error
        self.messages = list(messages)
        self.more = more

    def __str__(self) -> str:
        return "; ".join([self.error, *self.messages])

    def wire(self) -> dict[str, Any]:
        """The body Slack answers, always with HTTP 200."""
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.more}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {each}" for each in self.messages]}
        return body


class NotPossible(SandboxTrouble):
    """The client would not let a person do this; `force=True` plays a tampered client."""


class DeliveryFailed(SandboxTrouble):
    """Slack sent something to the bot and the person sees that it went wrong."""


class NotAcked(DeliveryFailed):
    """The bot did not answer 200 in time [interactivity/handling-user-interaction].

    `status` is the HTTP status, 0 when nothing came back at all.
    """

    def __init__(self, what: str, status: int, reason: str) -> None:
        super().__init__(what, status, reason)
        self.what, self.status, self.reason = what, status, reason

    def __str__(self) -> str:
        return f"{self.what} was not acked: {self.reason} (status {self.status})"


class BadAnswer(DeliveryFailed):
    """The bot answered in time, with something Slack does not accept there."""
