"""What a member sees when a listener raises before its ack."""

from typing import Any

import structlog
from slack_bolt.response import BoltResponse

from bot.errors import BotError, Busy, NotWelcome, UnreadablePayload
from bot.jobs.change import Member, Place
from bot.members.access import Access
from bot.slack.payload_user import payload_user
from bot.store.database import DatabaseDown
from bot.views import messages, modals
from bot.web import observed_request
from bot.web.payloads import failure_response, is_panel
from handlers.background import Background, explained, logged
from handlers.commands import typed_line
from handlers.request import Request, read_request

_SUGGESTIONS = frozenset({"block_suggestion", "block_suggestions"})
"""Slack's page of Work Objects prints the second."""
log = structlog.get_logger(__name__)


class ErrorHandler:
    """Turns an error of a listener into the answer to Slack, with a sentence for the member."""

    def __init__(self, access: Access, background: Background) -> None:
        self._access, self._background = access, background

    async def __call__(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Always a 200; the sentence goes into the view, or to the member privately."""
        message = self._message(error, body)
        if body.get("type") == "view_submission" and not is_panel(body):
            return _in_view(error, body, message)
        words = error.advice if isinstance(error, BotError) else message.text
        if is_panel(body) and (in_panel := failure_response("submission", body, words)).body:
            return in_panel
        if body.get("type") in _SUGGESTIONS:
            return BoltResponse(status=200, body={"options": []})
        if "command" in body:
            line = "" if isinstance(error, NotWelcome) else typed_line(str(body.get("text") or ""))
            message = messages.with_line(message, line)
            answer = {"text": message.text, "blocks": list(message.blocks)}
            return BoltResponse(status=200, body=answer | {"response_type": "ephemeral"})
        try:
            request = read_request(body, self._access)
        except BotError:
            return BoltResponse(status=200, body="")
        self._background.start(self._background.reply(request, message), request)
        return BoltResponse(status=200, body="")

    def _message(self, error: Exception, body: dict[str, Any]) -> messages.Message:
        if not isinstance(error, BotError):
            code = observed_request.failed()
            log.error(
                "listener failed before its ack, apologising to the member",
                code=code,
                exc_info=error,
            )
            return messages.apology(BotError.words, code)
        self._record(error, body)
        if isinstance(error, Busy) and "command" in body:
            return messages.apology(Busy.typed, logged(error), passes=error.retryable)
        if isinstance(error, UnreadablePayload):
            log.warning("a payload can't be read, saying so to the member", kind=body.get("type"))
        return explained(error)

    def _record(self, error: BotError, body: dict[str, Any]) -> None:
        """Records a refusal in the audit log, with the user and team the payload names."""
        if not isinstance(error, NotWelcome) or body.get("type") in _SUGGESTIONS:
            return  # one at every letter would tell nothing more
        user = payload_user(body)
        member = Member(user.enterprise, user.team, user.user)
        request = Request(member, Place(str(body.get("channel_id") or "")), "", "")
        self._background.start(self._background.record_refusal(request, error.reason), request)


def _in_view(error: Exception, body: dict[str, Any], message: messages.Message) -> BoltResponse:
    if isinstance(error, Busy | DatabaseDown):
        at_field = failure_response("submission", body, Busy.words)
        if at_field.body:
            return at_field
    match body["view"]:
        case {"title": {"text": str(title)}}:
            view = modals.message_view(title, message)
        case _:
            view = modals.message_view("Sorry", message)
    return BoltResponse(status=200, body={"response_action": "push", "view": view})
