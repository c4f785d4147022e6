"""Everything sent to Slack: posts, updates, private messages, modals."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.jobs.change import Member, Place
from bot.slack.channel_members import ChannelMembers
from bot.slack.client import without_retries
from bot.slack.conversation_search import ChannelOrThread, ConversationSearch, Unreadable
from bot.slack.homes import Homes
from bot.slack.message_metadata import WorkObjects
from bot.slack.message_text import Sendable
from bot.slack.message_updates import MessageUpdater
from bot.slack.modals import Answer, Modals
from bot.slack.post_once import PostOnce
from bot.slack.private_messages import PrivateMessages, PromiseBook
from bot.slack.rate_limit import Timing

_READS_FOR = 60.0
"""Seconds the reading of a thread may take, limits of Slack included."""


class Messenger:
    """One for the process: the order within a channel and the newest state of a card live here.

    `clock`: Unix seconds. `book`: where direct messages that promise something are entered. Errors are `CannotPost` (Slack won't have it there) and `SlackSilent` (it
    can't be reached: later it will).
    """

    def __init__(
        self,
        client: AsyncWebClient,
        clock: Callable[[], float] = time.time,
        *,
        timing: Timing | None = None,
        book: PromiseBook | None = None,
    ) -> None:
        self._client = without_retries(client)
        timing = timing or Timing()
        self._search = ConversationSearch(self._client, timing)
        self._posting = PostOnce(self._client, clock, timing, self._search)
        self._updater = MessageUpdater(self._client, timing)
        self._private_messages = PrivateMessages(self._client, self._posting, book)
        self._modals = Modals(self._client, clock)
        self.homes = Homes(self._client)
        self.channel_members = ChannelMembers(self._client)

    def posts_waiting(self) -> int:
        """How many posts are sent just now, or wait for their turn."""
        return self._posting.queues.waiting

    async def post(
        self,
        channel: str,
        message: Sendable,
        *,
        key: str,
        thread: str = "",
        broadcast: bool = False,
        maybe_sent_since: float | None = None,
        work_objects: WorkObjects | None = None,
        only_in_thread: bool = False,
    ) -> str:
        """Posts once for ever under this key, and gives its time stamp.

        `thread`: the parent's time stamp; `broadcast` shows the reply in the channel too.
        `maybe_sent_since` (Unix seconds): an earlier try since then may have worked, so look first.
        Where the channel can't be read back, a lost answer may mean a second message, never none.
        `work_objects`: shown with it, unless Slack doesn't want them. `only_in_thread`: where its parent
        was deleted it is refused (`NO_THREAD`), else it goes to the channel.
        Raises `CannotPost`, `SlackSilent` (`maybe_sent` says whether to look next time).
        """
        return await self._posting.post(
            ChannelOrThread(channel, thread),
            message,
            key=key,
            broadcast=broadcast,
            maybe_sent_since=maybe_sent_since,
            work_objects=work_objects,
            only_in_thread=only_in_thread,
        )

    async def update(
        self,
        channel: str,
        ts: str,
        message: Sendable,
        *,
        still_promises: bool = False,
        work_objects: WorkObjects | None = None,
    ) -> bool:
        """Whether the message now shows this, or something newer asked for meanwhile.

        False: it is gone or can't be changed any more, so post a new one (the same key is free
        again). A direct message that promises no more counts as brought to its outcome, unless it
        `still_promises`. Raises `CannotPost`, `SlackSilent`; `DatabaseDown` for a direct message.
        """
        exists = await self._updater.update(channel, ts, message, work_objects)
        if not exists:
            self._posting.forget_message(channel, ts)
        if channel.startswith("D") and message.promise is None and not still_promises:
            await self._private_messages.note_outcome(channel, ts)
        return exists

    def was_removed(self, channel: str, ts: str) -> bool:
        """Whether its last update found out that somebody has deleted the message."""
        return self._updater.was_removed(channel, ts)

    async def keyed_replies(self, channel: str, thread: str) -> Mapping[str, Sequence[str]]:
        """Key → time stamps of what was posted in a thread; empty where it can't be read.

        Raises `SlackSilent`.
        """
        deadline = time.monotonic() + _READS_FOR
        try:
            found = await self._search.read(ChannelOrThread(channel, thread), 0.0, deadline)
        except Unreadable:
            return {}
        return found.timestamps

    async def send_ephemeral(
        self, channel: str, member: Member, message: Sendable, response_url: str | None = None
    ) -> None:
        """To one person, where they look: response_url, else ephemeral, else direct message."""
        await self._private_messages.send_ephemeral(channel, member, message, response_url or "")

    async def respond(self, response_url: str, message: Sendable) -> bool:
        """To one person by response_url, or not at all: whether Slack took it."""
        return await self._private_messages.respond(response_url, message)

    async def send_dm(
        self,
        member: Member,
        message: Sendable,
        key: str = "",
        *,
        maybe_sent_since: float | None = None,
    ) -> str:
        """Private and lasting; once per key, like `post`."""
        return await self._private_messages.send_dm(member, message, key, maybe_sent_since)

    async def find_or_send_dm(
        self, member: Member, message: Sendable, *, key: str, maybe_sent_since: float | None
    ) -> tuple[str, str]:
        """As `send_dm`; channel and time stamp of the message. Raises `CannotPost`, `SlackSilent`."""
        return await self._private_messages.find_or_send_dm(member, message, key, maybe_sent_since)

    async def post_dm(self, member: Member, message: Sendable, *, key: str) -> tuple[str, str]:
        """The same for what was never tried before."""
        return await self.find_or_send_dm(member, message, key=key, maybe_sent_since=None)

    async def delete(self, channel: str, ts: str) -> bool:
        """Deletes a message of ours; whether it is gone. A failure is only logged."""
        return await self._private_messages.delete(channel, ts)

    async def bring_dm_to(
        self,
        member: Member,
        message: Sendable,
        *,
        key: str,
        sent_since: float,
        still_promises: bool = False,
    ) -> None:
        """Puts `message` in the place of the direct message sent under `key`, unless a press has put another
        promise there; posts it where that is gone.

        `sent_since`: Unix seconds. Raises `CannotPost`, `SlackSilent`.
        """
        channel, ts = await self._private_messages.find_or_send_dm(member, message, key, sent_since)
        if not await self._private_messages.note_place(key, channel, ts):
            return
        exists = await self.update(channel, ts, message, still_promises=still_promises)
        if exists and message.promise is not None:
            # an outcome shown just before this update has been written over: it is to be shown again
            await self._private_messages.note_promise(key, member, message.promise, channel, ts)

    async def replace_by_url(self, url: str, message: Sendable) -> bool:
        """In the place of the message that was pressed, by the response_url of the press; whether it worked."""
        return await self._private_messages.replace_by_url(url, message)

    async def send_privately(
        self,
        member: Member,
        place: Place,
        message: Sendable,
        response_url: str = "",
        *,
        key: str = "",
    ) -> bool:
        """The best private way there is: response_url, else direct message, else ephemeral.

        Whether it worked; never raises. With a `key` the direct message goes once, like `post`.
        """
        return await self._private_messages.send_privately(
            member, place, message, response_url, key
        )

    async def open_view(self, trigger_id: str, view: Mapping[str, Any]) -> str | None:
        """The view's id; None when the trigger is spent. Raises `SlackRefused` for a bad view."""
        return await self._modals.open(trigger_id, view)

    async def push_view(self, trigger_id: str, view: Mapping[str, Any]) -> str | None:
        """The same, from a click inside a modal, on top of it."""
        return await self._modals.push(trigger_id, view)

    def answer(self, view_id: str) -> Answer:
        """To be asked for before a submission is dealt with: what its modal shows next answers it."""
        return self._modals.answer(view_id)

    def is_answering(self, view_id: str) -> bool:
        """Whether Slack waits for the answer to a submission of this view."""
        return self._modals.is_answering(view_id)

    def answered_at(self, view_id: str) -> float | None:
        """When Slack was last told to draw something in this modal as an answer, Unix seconds."""
        return self._modals.answered.get(view_id)

    def close_view(self, view_id: str) -> bool:
        """Whether the modal closes: only while its submission is being answered."""
        return self._modals.close(view_id)

    async def update_view(
        self,
        view_id: str,
        view: Mapping[str, Any],
        hash: str = "",  # noqa: A002 - Slack's name for it
    ) -> bool:
        """Whether the modal is open and shows this; not while it is submitted.

        Raises `SlackRefused` for a bad view.
        """
        return await self._modals.update(view_id, view, hash)

    async def show_outcome(self, view_id: str, view: Mapping[str, Any]) -> bool:
        """The same for what became of a submission, which answers it while Slack waits for that."""
        return await self._modals.outcome(view_id, view)
