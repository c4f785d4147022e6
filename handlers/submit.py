"""Builds changes from requests and accepts them: stored before the ack.

An idempotency key is the team, and what makes two requests the same one. The formulas must never
change: a second delivery of an old press would otherwise become a second write, and the id of a
change, which PropOps stores, is a hash of its key. They are listed in tests/handlers/test_submit.py.
"""

import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import Busy
from bot.jobs.actions import Action
from bot.jobs.change import Change, Json, change_id
from bot.members.access import Access
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.views import change_status, modals
from bot.views.modals import View
from bot.web.prompt_ack import PromptAck
from bot.workflows.changes.lifecycle import DOUBLE_CLICK, Changes, Pressed, own_press
from bot.workflows.promises import ANSWERS
from handlers.background import Background
from handlers.request import Modal, Request


def change(
    request: Request, action: Action, *, key: str, modal: Modal | None = None, **more: Any
) -> Change:
    """A new change of the request's member.

    `key`: the idempotency key after the team. `modal`: the one it comes from, which gives the
    channel, the job, and what its member was asked with it. `more`: fields of `Change`, which override those.
    """
    key = f"{request.member.team}:{key}"
    new = Change(change_id(key), key, action, request.member, request.place)
    if modal is not None:
        place = replace(request.place_in(modal.channel), card=modal.channel_in(modals.CARD_CHANNEL))
        new = new.but(place=place, job_uuid=modal.job_uuid, job_ref=modal.job_ref)
        more["target"] = {**_answers(modal), **more.get("target", {})}
    return new.but(**more)


def _answers(modal: Modal) -> Json:
    """The draft of an earlier change, and the deleted job, that somebody was asked about with this form."""
    of = " ".join(str(modal.metadata.get(name) or "") for name in (ANSWERS, "form", "resumed"))
    asked = dict.fromkeys(each for each in of.split() if each.startswith(("S-", "F-S-")))
    return {ANSWERS: " ".join(asked)} if asked else {}


ANSWER_WITHIN = 1.5
"""Seconds a submission may wait for what becomes of it, from when it came; Slack waits three."""


class Submissions:
    """Accepts changes, and answers Slack once they are stored."""

    def __init__(
        self,
        changes: Changes,
        access: Access,
        links: Links,
        messenger: Messenger,
        background: Background,
    ) -> None:
        self._changes, self._access, self._links = changes, access, links
        self._messenger, self._background = messenger, background

    async def accept(
        self,
        ack: AsyncAck,
        change: Change,
        *,
        field: str = "",
        resent: View | None = None,
        alike: Callable[[Sequence[Change]], Awaitable[str]] | None = None,
    ) -> bool:
        """Accepts a change from a modal. Whether it was accepted.

        The ack waits a moment for what becomes of it: a change that is done closes the modal, one that
        failed comes back in it, one that takes longer is said to be on its way.

        `field`: where the open modal shows that the bot is busy; without one `Busy` is raised.
        `resent`: the view shown instead when the same modal was sent before with other values. `alike`:
        what the field asks where others raise the same job, which is then not accepted; empty: they may.
        """
        began = time.monotonic()
        answer = self._messenger.answer(change.place.view)
        try:
            accepted = await self._changes.accept(change, unless_alike=alike is not None)
            if alike is not None and accepted.alike:
                if question := await alike(accepted.alike):
                    await ack(response_action="errors", errors={field: question})
                    return False
                accepted = await self._changes.accept(change)
            stored = time.monotonic()
            other = not accepted.is_new and accepted.change.fingerprint != change.fingerprint
            view: Mapping[str, Any] | None = modals.saving(change)
            if other and resent is not None:
                view = resent
            elif accepted.is_new:
                if isinstance(ack, PromptAck):
                    ack.pause()
                with contextlib.suppress(TimeoutError):
                    view = await answer.within(ANSWER_WITHIN - (stored - began))
        except Busy as error:
            if not field:
                raise
            await ack(response_action="errors", errors={field: error.advice})
            return False
        finally:
            answer.end()
        await (ack() if view is None else ack(response_action="update", view=dict(view)))
        return True

    async def alike(self, change: Change) -> Sequence[Change]:
        """Others who raise this job, as `accept` would find them. Raises `DatabaseDown`."""
        return await self._changes.alike(change)

    async def press(self, ack: AsyncAck, request: Request, change: Change) -> None:
        """Accepts a change from a button that several members see. Raises `Busy`.

        Who has not linked gets a change of their own, so that nobody waits for them. After the ack
        the member hears what became of an earlier press, if this one changed nothing.
        """
        pressed = await self.accept_press(request, change)
        await ack()
        if pressed.accepted.is_new:
            self.expect(request, pressed.accepted.change)
        self._background.start(self._tell(request, pressed), request, is_answer=False)

    def expect(self, request: Request, change: Change) -> None:
        """Gives its member a sign of life if it takes long."""
        self._background.expect(request, partial(self._changes.is_under_way, change.id))

    async def press_acked(self, request: Request, change: Change) -> None:
        """The same after the ack, for a press that first had to be looked into."""
        await self._tell(request, await self.accept_press(request, change))

    async def accept_press(self, request: Request, change: Change) -> Pressed:
        """Accepts it, without an ack and without a word to anybody. Raises `Busy`."""
        linked = await self._links.linked(request.member)
        return await self._changes.press(change if linked is not None else own_press(change))

    async def _tell(self, request: Request, pressed: Pressed) -> None:
        """Tells a member whose press changed nothing; and the one whose place it took."""
        change = pressed.accepted.change
        if (replaced := pressed.replaced) is not None:
            name = await self._access.name(request.member)
            message = change_status.replaced(replaced, name)
            await self._messenger.send_privately(replaced.member, replaced.place, message)
        if pressed.accepted.is_new:
            return
        if change.member != request.member:
            by = await self._access.name(change.member)
            await self._background.reply_in_channel(request, change_status.status(change, by))
        elif self._changes.now() - change.created_at > DOUBLE_CLICK:
            await self._background.reply_in_channel(request, change_status.status(change))
