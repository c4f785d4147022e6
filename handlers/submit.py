"""Builds changes from requests and accepts them: stored before the ack.

An idempotency key is the team, and what makes two requests the same one. The formulas must never
change: a second delivery of an old press would otherwise become a second write, and the id of a
change, which PropOps stores, is a hash of its key. They are listed in tests/handlers/test_submit.py.
"""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Busy
from bot.jobs.actions import Action
from bot.jobs.change import Change, change_id
from bot.views import modals
from bot.views.modals import View
from bot.workflows.changes.lifecycle import DOUBLE_CLICK, Changes
from handlers.request import Modal, Request


def change(
    request: Request, action: Action, *, key: str, modal: Modal | None = None, **more: Any
) -> Change:
    """A new change of the request's member.

    `key`: the idempotency key after the team. `modal`: the one it comes from, which gives the
    channel and the job. `more`: fields of `Change`, which override those.
    """
    key = f"{request.member.team}:{key}"
    new = Change(change_id(key), key, action, request.member, request.place)
    if modal is not None:
        place = request.place_in(modal.channel)
        new = new.but(place=place, job_uuid=modal.job_uuid, job_ref=modal.job_ref)
    return new.but(**more)


class Submissions:
    """Accepts changes, and answers Slack once they are stored."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes

    async def accept(
        self, ack: AsyncAck, change: Change, *, field: str = "", resent: View | None = None
    ) -> None:
        """Accepts a change from a modal, which then shows that it is being saved.

        `field`: where the open modal shows that the bot is busy; without one `Busy` is raised.
        `resent`: the view shown instead when the same modal was sent before with other values.
        """
        try:
            accepted = await self._changes.accept(change)
        except Busy as error:
            if not field:
                raise
            await ack(response_action="errors", errors={field: error.advice})
            return
        other = not accepted.is_new and accepted.change.fingerprint != change.fingerprint
        view = resent if other and resent is not None else modals.saving(change)
        await ack(response_action="update", view=view)

    async def press(self, ack: AsyncAck, change: Change) -> Change | None:
        """Accepts a change from a button. After a second press, later than a double click, returns the
        earlier change, of which the caller tells the member. Raises `Busy`.
        """
        accepted = await self._changes.press(change)
        await ack()
        again = not accepted.is_new
        if again and self._changes.now() - accepted.change.created_at > DOUBLE_CLICK:
            return accepted.change
        return None
