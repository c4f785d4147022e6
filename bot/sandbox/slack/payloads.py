"""The JSON that Slack sends to a bot, field by field [reference/interaction-payloads]."""

from secrets import token_hex
from typing import Any
from uuid import UUID

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import Channel, Person

Json = dict[str, Any]

_DEPRECATED_TOKEN = "sandbox-verification-token"
_CHANNEL_NAMES = {"im": "directmessage", "private": "privategroup"}


def _typed(message: Message) -> Json:
    """What people write comes with an id of their client, and as rich text too."""
    body = message.wire()
    if message.bot is not None or not message.text:
        return body
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": message.text}]}
    rich = {"type": "rich_text", "block_id": f"rt{message.ts[-4:]}", "elements": [section]}
    return {
        "client_msg_id": str(UUID(int=int(message.ts.replace(".", "")))),
        **body,
        "blocks": [rich],
    }


class Payloads:
    """Builds what the courier carries; each interaction gets its own trigger and response URL."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @property
    def _for_organisation(self) -> bool:
        """Payloads of a whole organisation name no workspace as their own [enterprise/developing-for-enterprise-orgs]."""
        return self._workspace.installed_for_organisation

    def command(self, person: Person, channel: Channel, command: str, text: str) -> Json:
        """All fields of a slash command [interactivity/implementing-slash-commands]."""
        identity = self._workspace.identity
        return {
            "token": _DEPRECATED_TOKEN,
            "team_id": identity.team,
            "team_domain": identity.domain,
            "channel_id": channel.id,
            "channel_name": _CHANNEL_NAMES.get(channel.kind, channel.name),
            "user_id": person.id,
            "user_name": person.handle,
            "command": command,
            "text": text,
            "api_app_id": identity.app,
            "is_enterprise_install": "true" if self._for_organisation else "false",
            **({"enterprise_id": identity.enterprise} if identity.enterprise else {}),
            "response_url": self._response_url(person, channel, None),
            "trigger_id": self._workspace.triggers.issue(person.id),
        }

    def message_actions(self, person: Person, message: Message, action: Json, state: Json) -> Json:
        """`block_actions` from a message; an ephemeral one is not sent along."""
        channel = self._workspace.channels[message.channel]
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.only_to is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        body = self.interaction("block_actions", person) | {
            "container": container,
            "trigger_id": self._workspace.triggers.issue(person.id),
            "channel": self._channel(channel),
            "state": {"values": state},
            "response_url": self._response_url(person, channel, message),
            "actions": [{**action, "action_ts": self._workspace.new_ts()}],
        }
        if message.only_to is None:
            body["message"] = message.wire(metadata=True)
        return body

    def preview_actions(self, person: Person, message: Message, nth: int, action: Json) -> Json:
        """`block_actions` from the preview of a link: without the message, which is somebody else's
        [messaging/unfurling-links-in-messages].
        """
        channel, preview = self._workspace.channels[message.channel], message.previews[nth]
        container: Json = {
            "type": "message_attachment",
            "message_ts": message.ts,
            "attachment_id": nth + 1,
            "channel_id": channel.id,
            "is_ephemeral": False,
            "is_app_unfurl": True,
            "app_unfurl_url": preview.url,
            **preview.about(),
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        return self.interaction("block_actions", person) | {
            "container": container,
            "trigger_id": self._workspace.triggers.issue(person.id),
            "channel": self._channel(channel),
            "app_unfurl": preview.wire(nth + 1),
            "response_url": self._response_url(person, channel, None),
            "actions": [{**action, "action_ts": self._workspace.new_ts()}],
        }

    def view_actions(self, person: Person, view: View, action: Json) -> Json:
        """`block_actions` from a modal or the Home tab."""
        return self.interaction("block_actions", person) | {
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self._workspace.triggers.issue(person.id, view.id),
            "view": view.wire(),
            "actions": [{**action, "action_ts": self._workspace.new_ts()}],
        }

    def submission(self, person: Person, view: View) -> Json:
        return self.interaction("view_submission", person) | {
            "trigger_id": self._workspace.triggers.issue(person.id, view.id),
            "view": view.wire(),
            "response_urls": self._response_urls(person, view),
        }

    def closed(self, person: Person, view: View, *, is_cleared: bool) -> Json:
        """Without what was entered: recorded so in slackapi/bolt-python (tests/slack_bolt/request)."""
        return self.interaction("view_closed", person) | {
            "view": view.wire() | {"state": {"values": {}}},
            "is_cleared": is_cleared,
        }

    def suggestion(
        self, person: Person, source: View | Message, block: Json, element: Json, typed: str
    ) -> Json:
        """`block_suggestion`: what is typed into an external select so far."""
        body = self.interaction("block_suggestion", person) | {
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "value": typed,
        }
        if isinstance(source, View):
            return body | {
                "container": {"type": "view", "view_id": source.id},
                "view": source.wire(),
            }
        channel = self._workspace.channels[source.channel]
        return body | {
            "container": {
                "type": "message",
                "message_ts": source.ts,
                "channel_id": channel.id,
                "is_ephemeral": source.only_to is not None,
            },
            "channel": self._channel(channel),
            "message": source.wire(),
        }

    def shortcut(self, person: Person, callback_id: str) -> Json:
        return self.interaction("shortcut", person) | {
            "callback_id": callback_id,
            "action_ts": self._workspace.new_ts(),
            "trigger_id": self._workspace.triggers.issue(person.id),
        }

    def message_shortcut(self, person: Person, callback_id: str, message: Message) -> Json:
        channel = self._workspace.channels[message.channel]
        return self.interaction("message_action", person) | {
            "callback_id": callback_id,
            "action_ts": self._workspace.new_ts(),
            "message_ts": message.ts,
            "trigger_id": self._workspace.triggers.issue(person.id),
            "response_url": self._response_url(person, channel, message),
            "channel": self._channel(channel),
            "message": _typed(message),
        }

    def event(self, event: Json) -> Json:
        """The wrapper of an event [apis/events-api]."""
        identity = self._workspace.identity
        channel = self._workspace.channels.get(str(event.get("channel")))
        return {
            "token": _DEPRECATED_TOKEN,
            "team_id": identity.team,
            "context_team_id": identity.team,
            **({"enterprise_id": identity.enterprise} if identity.enterprise else {}),
            "context_enterprise_id": identity.enterprise or None,
            "api_app_id": identity.app,
            "event": event,
            "type": "event_callback",
            "event_id": self._workspace.new_id("Ev"),
            "event_time": int(self._workspace.clock()),
            "authorizations": [
                {
                    "enterprise_id": identity.enterprise or None,
                    "team_id": None if self._for_organisation else identity.team,
                    "user_id": identity.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": self._for_organisation,
                }
            ],
            "is_ext_shared_channel": channel is not None and channel.is_shared,
            "event_context": f"4-{token_hex(16)}",
        }

    def interaction(self, kind: str, person: Person) -> Json:
        """What every interaction begins with."""
        identity = self._workspace.identity
        return {
            "type": kind,
            "user": {
                "id": person.id,
                "username": person.handle,
                "name": person.handle,
                "team_id": person.team,
            },
            "api_app_id": identity.app,
            "token": _DEPRECATED_TOKEN,
            "team": None
            if self._for_organisation
            else {"id": identity.team, "domain": identity.domain},
            "enterprise": {"id": identity.enterprise, "name": "Harrowfield Group"}
            if identity.enterprise
            else None,
            "is_enterprise_install": self._for_organisation,
        }

    def _channel(self, channel: Channel) -> Json:
        return {"id": channel.id, "name": _CHANNEL_NAMES.get(channel.kind, channel.name)}

    def _response_url(self, person: Person, channel: Channel, message: Message | None) -> str:
        hook = self._workspace.hooks.issue(person.id, channel.id, message)
        return f"{self._workspace.base_url}/hooks/{hook.token}"

    def _response_urls(self, person: Person, view: View) -> list[Json]:
        """One for each input select with `response_url_enabled` [surfaces/modals]."""
        urls = []
        for block in view.blocks:
            element = block.get("element", {})
            if not element.get("response_url_enabled"):
                continue
            chosen = view.value(block["block_id"])
            if chosen in self._workspace.channels:
                channel = self._workspace.channels[chosen]
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel.id,
                        "response_url": self._response_url(person, channel, None),
                    }
                )
        return urls
