"""A member at their Slack client: types commands, fills in forms, presses buttons, reads.

A member can do only what a person can: what is not on the screen cannot be pressed. What the
screen shows is in `client`, what happens in a modal in `filling`.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from bot.sandbox.slack import files
from bot.sandbox.slack.answers import entry, fresh
from bot.sandbox.slack.blocks import placed
from bot.sandbox.slack.client import Connections
from bot.sandbox.slack.courier import Delivery
from bot.sandbox.slack.escaping import escaped
from bot.sandbox.slack.files import StoredFile
from bot.sandbox.slack.links import COMPOSER, HISTORY, Draft, SharedLinks, link_shared, links_in
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.panel_user import PanelUser
from bot.sandbox.slack.presses import find_target
from bot.sandbox.slack.refusals import BadAnswer, NotPossible, SlackRefused
from bot.sandbox.slack.responses import say_back
from bot.sandbox.slack.views import View
from bot.sandbox.slack.world import BOT, Channel, Person

Json = dict[str, Any]


class Member(PanelUser):
    """One person at their client. `asked` keeps every question a `confirm` put, oldest first."""

    def __init__(self, connections: Connections, person: Person) -> None:
        super().__init__(connections, person)
        self.asked: list[str] = []

    async def command(self, line: str, channel: str = "maintenance") -> Delivery:
        """Type a slash command, e.g. `/job new leak`, in a channel or in `member.dm`.

        Raises `NotPossible` (no such command, not in the channel), `NotAcked`, `BadAnswer`.
        """
        self._must_be_active()
        where = self._must_be_in(channel)
        if self.person.team != self._workspace.identity.team:
            raise NotPossible("slash commands are not shared with other companies")
        command, _, text = line.strip().partition(" ")
        if command not in self._connections.commands:
            raise NotPossible(f"{command} is not a command here")
        text = text.strip()
        if self._connections.escape_commands:
            world = self._workspace
            text = escaped(text, world.people.values(), world.channels.values())
        payload = self._connections.payloads.command(self.person, where, command, text)
        delivery = await self._connections.courier.bring("command", payload)
        if delivery.body not in (None, ""):
            self._show_answer(where, delivery.body)
        return delivery

    def _show_answer(self, where: Channel, body: Any) -> None:
        """The body of an acked command: a text, or a message."""
        said = body if isinstance(body, dict) else {"text": str(body)}
        try:
            say_back(self._workspace, self.id, where.id, None, said)
        except SlackRefused as refused:
            raise BadAnswer(f"the answer to the command is no message: {refused}") from None

    def say(
        self,
        text: str,
        channel: str = "maintenance",
        thread: Message | None = None,
        files: Sequence[StoredFile] = (),
    ) -> Message:
        """Post a message as a person, with files they `upload`ed; subscribed events follow in the background."""
        self._must_be_active()
        where = self._must_be_in(channel)
        message = Message(
            channel=where.id,
            ts=self._workspace.new_ts(),
            author=self.id,
            team=self.person.team,
            text=text,
            thread_ts=thread.ts if thread else None,
            files=[each.wire(self._workspace) for each in files],
        )
        for each in files:
            each.shared_in.add(where.id)
        self._workspace.add(message)
        self._share_links(message, where)
        if f"<@{BOT}>" in text and BOT in where.members:
            event = message.wire() | {"type": "app_mention", "channel": where.id}
            self._workspace.on_event("app_mention", event | {"event_ts": message.ts})
        return message

    def delete(self, message: Message) -> None:
        """Delete a message of one's own, and the files in it."""
        self._must_be_active()
        if message.author != self.id:
            raise NotPossible("that message is somebody else's")
        for each in message.files:
            stored = self._workspace.files[each["id"]]
            if isinstance(stored, StoredFile):
                stored.is_deleted = True
        self._workspace.remove(message)

    def type_links(self, text: str, channel: str = "maintenance") -> Draft:
        """Type a message with links, without sending it: the app is told of them already."""
        self._must_be_active()
        where = self._must_be_in(channel)
        urls = links_in(text, self._workspace.unfurl_domains)
        shared = SharedLinks(urls, secrets.token_hex(16))
        self._workspace.drafts[shared.unfurl_id] = shared
        if urls:
            self._tell_of(shared, COMPOSER.upper(), shared.unfurl_id, COMPOSER, {})
        return Draft(text, where.id, shared)

    def send(self, draft: Draft, thread: Message | None = None) -> Message:
        """Send what was typed; the app is told of the links once more."""
        self._workspace.drafts.pop(draft.shared.unfurl_id, None)
        return self.say(draft.text, draft.channel, thread)

    def refresh_previews(self, message: Message) -> None:
        """Press *Refresh* under a preview: the app is asked for it anew."""
        self._blocks_of(message)
        if message.shared is None:
            raise NotPossible("there is no preview to refresh")
        self._tell_of_message(message, message.shared)

    def _share_links(self, message: Message, where: Channel) -> None:
        """Slack does not tell the app of the links of other companies' people."""
        urls = links_in(message.text, self._workspace.unfurl_domains)
        if urls and self.person.team == self._workspace.identity.team:
            unfurl_id = f"{where.id}.{message.ts}.{secrets.token_hex(16)}"
            message.shared = SharedLinks(urls, unfurl_id)
            self._tell_of_message(message, message.shared)

    def _tell_of_message(self, message: Message, shared: SharedLinks) -> None:
        thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        is_member = BOT in self._workspace.channels[message.channel].members
        more = {"is_bot_user_member": is_member, **thread}
        self._tell_of(shared, message.channel, message.ts, HISTORY, more)

    def _tell_of(self, shared: SharedLinks, channel: str, ts: str, source: str, more: Json) -> None:
        more = more | {"event_ts": self._workspace.new_ts(), "user_locale": "en-GB"}
        event = link_shared(self.id, channel, ts, shared, source=source, more=more)
        self._workspace.on_event("link_shared", event)

    def upload(self, name: str, data: bytes, says: str = "") -> StoredFile:
        """Put a file into Slack, as into a form. `says`: what Slack is to take it for."""
        self._must_be_active()
        return files.add(self._workspace, self.id, name, data, says)

    async def press(
        self,
        target: Message | View,
        label: str,
        *,
        confirm: bool = True,
        nth: int | None = None,
    ) -> Delivery | None:
        """Press the button, or the overflow option, with this label.

        What a `confirm` asked is kept in `asked`; with `confirm=False` it is declined and nothing
        is sent. Raises `NotPossible`, `NotAcked`.
        """
        self._must_be_active()
        found = find_target(self._blocks_of(target), label, nth)
        if (question := found.question()) is not None:
            self.asked.append(question)
            if not confirm:
                return None
        if isinstance(target, View):
            payload = self._connections.payloads.view_actions(self.person, target, found.action())
        else:
            state = fresh(target.blocks)
            payload = self._connections.payloads.message_actions(
                self.person, self._original(target), found.action(), state
            )
        return await self._connections.courier.bring("block_actions", payload)

    async def press_preview(self, message: Message, label: str, nth: int = 0) -> Delivery:
        """Press a button of the preview under a link of the message, the first one or another."""
        self._must_be_active()
        self._blocks_of(message)
        if nth >= len(message.previews):
            raise NotPossible("there is no such preview")
        action = (
            message.previews[nth].action(label)
            or find_target(message.previews[nth].blocks, label).action()
        )
        payload = self._connections.payloads.preview_actions(self.person, message, nth, action)
        return await self._connections.courier.bring("block_actions", payload)

    async def offered(self, message: Message, block_id: str, typed: str) -> list[Json]:
        """What the bot offers when this is typed into the list in a block of a message."""
        self._must_be_active()
        for block, element in placed(self._blocks_of(message)):
            if block["block_id"] == block_id and element["type"].endswith("external_select"):
                return await self._suggestions(message, block, element, typed)
        raise NotPossible(f"there is nothing to search in block {block_id!r}")

    async def choose(self, message: Message, block_id: str, wanted: Any) -> Delivery:
        """Change the select, date or tick box that sits in a block of a message."""
        self._must_be_active()
        state = fresh(self._blocks_of(message))
        for block, element in placed(message.blocks):
            if block["block_id"] == block_id and element["action_id"] in state.get(block_id, {}):
                value = await self._entered(message, block, element, wanted, force=False)
                break
        else:
            raise NotPossible(f"there is nothing to choose in block {block_id!r}")
        state[block_id][element["action_id"]] = entry(element, value)
        action = {**entry(element, value), "action_id": element["action_id"], "block_id": block_id}
        payload = self._connections.payloads.message_actions(
            self.person, self._original(message), action, state
        )
        return await self._connections.courier.bring("block_actions", payload)

    def _original(self, message: Message) -> Message:
        """The message itself, where a copy stands for what a slow client still shows."""
        there = self._workspace.channels[message.channel].messages
        return next((each for each in there if each.ts == message.ts), message)

    async def shortcut(self, callback_id: str) -> Delivery:
        """Use a global shortcut."""
        self._must_be_active()
        self._must_be_offered(callback_id, of_message=False)
        payload = self._connections.payloads.shortcut(self.person, callback_id)
        return await self._connections.courier.bring("shortcut", payload)

    async def message_shortcut(self, callback_id: str, message: Message) -> Delivery:
        """Use a message shortcut; ephemeral messages have none, and other companies' people neither."""
        self._must_be_active()
        self._must_be_offered(callback_id, of_message=True)
        self._blocks_of(message)
        if message.only_to is not None:
            raise NotPossible("an ephemeral message has no shortcuts")
        payload = self._connections.payloads.message_shortcut(self.person, callback_id, message)
        return await self._connections.courier.bring("message_action", payload)

    def _must_be_offered(self, callback_id: str, *, of_message: bool) -> None:
        """Only the manifest's own; not shared with other companies [apis/slack-connect]."""
        if self._connections.shortcuts.get(callback_id) is not of_message:
            raise NotPossible(f"{callback_id} is not in that menu")
        if self.person.team != self._workspace.identity.team:
            raise NotPossible("shortcuts are not shared with other companies")

    async def open_home(self) -> Delivery:
        """Open the app's Home tab: `app_home_opened` goes to the bot."""
        self._must_be_active()
        event: Json = {
            "type": "app_home_opened",
            "user": self.id,
            "channel": self.dm,
            "tab": "home",
            "event_ts": self._workspace.new_ts(),
        }
        if self.home is not None:
            event["view"] = self.home.wire()
        return await self._connections.courier.event(self._connections.payloads.event(event))
