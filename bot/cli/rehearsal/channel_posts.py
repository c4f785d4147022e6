"""Posts each kind of card once in a channel, updates it and takes it away again.

What was posted is remembered at once, so that a rehearsal that was broken off leaves nothing that the
next one would not delete.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.rehearsal.examples import Example, examples
from bot.cli.rehearsal.report import Report
from bot.errors import BotError
from bot.slack.web_api import Ok, SlackRefusal, SlackSilent, call_once, call_until_answered
from bot.store.rehearsals import RehearsalStore
from bot.views import rehearsal
from bot.views.blocks import Message

_PATIENCE = 60.0
_EVENT = "propops_rehearsal"
_METADATA = {"event_type": _EVENT, "event_payload": {}}
_LOOKED_BACK = 200
KINDS: Mapping[str, str] = {
    "job_card.job_card": "cards of jobs",
    "job_card.event": "lines in a card's thread",
    "approvals.approval_card": "approval cards",
    "approvals.reminder": "reminders of approvals",
    "link_preview.link_preview": "previews of links",
}
"""Function that draws it → what it is called."""


class ChannelPosts:
    def __init__(
        self, client: AsyncWebClient, store: RehearsalStore, team: str, channel: str, report: Report
    ) -> None:
        self._client, self._store, self._team = client, store, team
        self._channel, self._report = channel, report

    async def clear_up(self) -> None:
        """Deletes what this or an earlier rehearsal has posted."""
        remembered = await self._store.of(self._team, "message")
        still_there: dict[str, int] = {}
        for left in sorted({*remembered, *(await self._marked() or ())}):
            channel, _, ts = left.partition(":")
            answer = await self._call("chat.delete", channel=channel, ts=ts)
            gone = isinstance(answer, SlackRefusal) and answer.error in _NO_MESSAGE
            if isinstance(answer, Ok) or gone:
                await self._store.forget(self._team, "message", left)
            else:
                words = f"still in {channel}: {_why(answer)}"
                still_there[words] = still_there.get(words, 0) + 1
        for words, count in still_there.items():
            self._report.add("clearing up", "fails", f"messages {words} ({count} of them)")

    async def _found_again(self) -> None:
        """A line: whether what was posted can be found in the channel, as after an answer that was lost."""
        feature, marked = "finding a card again", await self._marked()
        if marked is None:
            words = "the channel can't be read: after Slack's answer was lost, a card may be there twice"
            self._report.add(feature, "fallback", words)
        elif set(await self._store.of(self._team, "message")) <= marked:
            self._report.add(feature, "works", "in the channel, by what Slack keeps with a message")
        else:
            words = "not all that was posted is found: after Slack's answer was lost, a card may be there twice"
            self._report.add(feature, "fallback", words)

    async def _marked(self) -> set[str] | None:
        """What a rehearsal has posted in the channel, also where Slack's answer was lost: each message
        carries its name. None where the channel can't be read.
        """
        asked = partial(
            self._client.conversations_history,
            channel=self._channel,
            limit=_LOOKED_BACK,
            include_all_metadata=True,
        )
        try:
            answer = await call_until_answered("conversations.history", asked, _PATIENCE)
        except BotError:
            return None
        if not isinstance(answer, Ok):
            return None
        return {
            f"{self._channel}:{each['ts']}"
            for each in answer.body.get("messages", [])
            if (each.get("metadata") or {}).get("event_type") == _EVENT
        }

    async def post(self, message: Mapping[str, Any], **more: Any) -> str | SlackRefusal | BotError:
        """Its ts, and why there is none."""
        arguments = {"channel": self._channel, **message, "metadata": _METADATA, **more}
        answer = await self._call("chat.postMessage", **arguments)
        if not isinstance(answer, Ok):
            return answer
        ts = await self._remember(answer)
        return ts or SlackSilent("chat.postMessage", "an answer without ts")

    async def _remember(self, answer: Ok) -> str:
        """What was posted; empty where Slack does not say: it is found again by its mark."""
        ts = str(answer.body.get("ts") or "")
        if ts:
            where = answer.body.get("channel") or self._channel
            await self._store.put(self._team, "message", f"{where}:{ts}")
        return ts

    async def update(self, ts: str, message: Message) -> Ok | SlackRefusal | BotError:
        return await self._call("chat.update", channel=self._channel, ts=ts, **message.wire())

    async def cards(self) -> bool:
        """A line for each kind. Whether anything can be posted at all.

        What speaks against all of them is said of the first.
        """
        drawn, stopped = {each.name: each for each in examples()}, ""
        can_post = True
        for function, feature in KINDS.items():
            if stopped:
                self._report.add(feature, "unknown", f"not tried: see {stopped} above")
                continue
            ts = await self.post(_first(drawn, function).content)
            if not isinstance(ts, str):
                self._report.add(feature, "fails", f"can't be posted here: {_why(ts)}")
                if not (isinstance(ts, SlackRefusal) and ts.error in _OF_CONTENT):
                    stopped, can_post = feature, False
                continue
            updated = await self.update(ts, rehearsal.shown(feature))
            if isinstance(updated, Ok):
                self._report.add(feature, "works", "posted and updated")
            else:
                self._report.add(feature, "fails", f"can't be updated: {_why(updated)}")
                stopped = feature  # all are updated alike
        if not can_post:
            self._report.add("side panel, presses", "unknown", f"not tried: see {stopped} above")
            return False
        await self._panel([each for each in drawn.values() if each.kind == "entity"])
        await self._found_again()
        return True

    async def _panel(self, entities: Sequence[Example]) -> None:
        """The Work Object on a card: refused, or dropped with a warning, cards go without it."""
        example = next(each for each in entities if each.name.startswith("job_entity"))
        message = rehearsal.shown("the side panel").wire()
        arguments = {"channel": self._channel, **message}
        metadata = _METADATA | {"entities": [example.content]}
        answer = await call_once(
            lambda: self._client.chat_postMessage(**arguments, metadata=metadata)
        )
        if isinstance(answer, Ok):
            await self._remember(answer)
            warning = str(answer.body.get("warning") or "")
            if "entit" in warning or "metadata" in warning:
                self._report.add("side panel", "fallback", f"cards go without it: {warning}")
            else:
                self._report.add("side panel", "works", "Slack takes the Work Object of a card")
        else:
            self._report.add("side panel", "fallback", f"cards go without it: {_why(answer)}")

    async def _call(self, method: str, **arguments: Any) -> Ok | SlackRefusal | BotError:
        try:
            return await call_until_answered(
                method, lambda: self._client.api_call(method, json=arguments), _PATIENCE
            )
        except BotError as error:
            return error


_NO_MESSAGE = {"message_not_found", "invalid_ts"}
_OF_CONTENT = {
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
}
"""What Slack says of one message, not of every other one too [reference/methods/chat.postMessage]."""


def _first(drawn: Mapping[str, Example], function: str) -> Example:
    names = [name for name in drawn if name.partition("(")[0] == function]
    whole = f"{function}(all)"
    return drawn[whole if whole in drawn else names[0]]


def _why(answer: object) -> str:
    match answer:
        case SlackRefusal(error="not_in_channel" | "channel_not_found" as error):
            return f"{error}. Please /invite the bot to the channel."
        case SlackRefusal(error=error):
            return error
        case SlackSilent(cause=cause):
            return f"Slack gave no proper answer ({cause})"
        case BotError():
            return answer.advice
        case _:
            return f"Slack gave no answer ({getattr(answer, 'cause', 'it asks to wait')})"
