"""A member in front of a side panel: opens it, changes fields, presses its buttons, comments.

What Slack sends is as its page shows it [messaging/work-objects-implementation]: the event with a
trigger that lives three seconds, a `view_submission` without a callback id, a `block_suggestion` whose
ids are the field's key.
"""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack.courier import Delivery
from bot.sandbox.slack.filling import FormFiller
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.outcomes import options_from
from bot.sandbox.slack.panels import Panel
from bot.sandbox.slack.refusals import BadAnswer, NotPossible

Json = dict[str, Any]
_DATE = "slack#/types/date"


class PanelUser(FormFiller):
    """Everything a person does in a panel. Raises `NotPossible` for what their client would not let them."""

    async def open_panel(self, message: Message, *, refresh: bool = False) -> Panel:
        """Click on a card's title; with `refresh`, on the panel's button for that.

        A panel that was shown within ten minutes is shown again as it was, and the bot hears nothing.
        """
        self._must_be_active()
        self._blocks_of(message)
        panel = self._workspace.panels.of(self.id, message)
        panel.is_open = True
        if self._workspace.panels.is_fresh(panel) and not refresh:
            return panel
        answers = panel.answers
        await self._tell(panel, "entity_details_requested")
        await self._answered(panel, answers)
        return panel

    async def refresh_panel(self, panel: Panel) -> Panel:
        return await self.open_panel(panel.message, refresh=True)

    def close_panel(self, panel: Panel) -> None:
        panel.is_open, panel.edit_error, panel.errors = False, "", {}

    async def panel_options(self, panel: Panel, key: str, typed: str) -> list[Json]:
        """What a searched field offers."""
        self._editable(panel, key)
        body = self._interaction("block_suggestion") | {
            "action_id": f"{key}.input",
            "block_id": key,
            "value": typed,
            "container": self._container(panel),
            "view": self._view(panel, {}),
        }
        delivery = await self._connections.courier.bring("block_suggestion", body)
        return options_from(delivery.body)

    async def save_panel(
        self, panel: Panel, values: Mapping[str, Any], *, whole: bool = False
    ) -> dict[str, str]:
        """Changes fields by key, and saves: an option's text (searched: what to type), a day, a text.

        `whole`: all inputs are sent, as Slack may do, not only those that were changed. Gives the errors
        at fields; then waits for the bot's answer to the trigger where there are none.
        """
        self._must_be_active()
        state = {key: await self._input(panel, key, value) for key, value in values.items()}
        if whole:
            held = {key: self._held(panel, key) for key in panel.editable if key not in state}
            state = held | state
        sent = {key: {f"{key}.input": element} for key, element in state.items()}
        panel.errors, panel.edit_error = {}, ""
        answers = panel.answers
        delivery = await self._submit(panel, "entity_detail", "", sent)
        if delivery.body not in (None, ""):
            panel.errors = _errors(delivery.body, sent)
            self._publish(panel)
            return panel.errors
        await self._answered(panel, answers)
        return {}

    async def press_panel(self, panel: Panel, label: str) -> Delivery:
        """A button in the foot of the panel, or an entry of its menu. Nothing is asked first."""
        self._must_be_active()
        action = next((each for each in panel.actions if each["text"] == label), None)
        if action is None:
            there = ", ".join(each["text"] for each in panel.actions)
            raise NotPossible(f"there is no [{label}] in the panel; there: {there}")
        pressed = {
            "type": "button",
            "text": {"type": "plain_text", "text": label, "emoji": True},
            "action_id": action["action_id"],
            "block_id": self._workspace.new_block_id(),
            "value": action.get("value", ""),
            "action_ts": self._workspace.new_ts(),
        }
        body = self._interaction("block_actions") | {
            "container": self._container(panel),
            "trigger_id": self._workspace.triggers.issue(self.id, panel.id),
            "actions": [pressed],
        }
        return await self._connections.courier.bring("block_actions", body)

    async def open_comments(self, panel: Panel, *, cursor: str = "", limit: int = 100) -> Panel:
        """The second tab of the panel, there where the app says that the object has comments."""
        self._must_be_active()
        if panel.entity is None or "entity_comments" not in panel.entity:
            raise NotPossible("the panel has no comments")
        answers, more = panel.answers, {"limit": limit}
        await self._tell(
            panel, "entity_comments_requested", **more, **({"cursor": cursor} if cursor else {})
        )
        await self._answered(panel, answers)
        return panel

    async def comment(self, panel: Panel, text: str, *, editing: str = "") -> None:
        """Write one, and wait for the acknowledgement."""
        if not panel.may_comment:
            raise NotPossible("nobody may comment here")
        callback = "work-object-edit-comment" if editing else "work-object-post-comment"
        words = {"type": "text", "text": text}
        rich = {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [words]}],
        }
        element = {"type": "rich_text_input", "rich_text_value": rich}
        state = {"comment_input_block": {"comment_input_action": element}}
        answers = panel.answers
        more = {"external_id": editing}
        await self._submit(panel, "entity_comment", callback, state, **more)
        await self._answered(panel, answers)

    async def _submit(
        self, panel: Panel, kind: str, callback: str, state: Json, **more: Any
    ) -> Delivery:
        view = self._view(panel, state) | {"type": kind, "callback_id": callback} | more
        if kind == "entity_comment":
            view["id"] = self._workspace.new_id("V")
        body = self._interaction("view_submission") | {
            "trigger_id": self._workspace.triggers.issue(self.id, panel.id),
            "view": view,
            "response_urls": [],
        }
        return await self._connections.courier.bring("view_submission", body)

    async def _tell(self, panel: Panel, kind: str, **more: Any) -> None:
        event: Json = {
            "type": kind,
            "user": self.id,
            "external_ref": panel.external_ref,
            "entity_url": panel.url,
            "link": {"url": panel.url, "domain": panel.url.split("/")[2]},
            "app_unfurl_url": panel.url,
            "event_ts": self._workspace.new_ts(),
            "trigger_id": self._workspace.triggers.issue(self.id, panel.id),
            "user_locale": "en-GB",
            "channel": panel.message.channel,
            "message_ts": panel.message.ts,
            **more,
        }
        if panel.message.thread_ts:
            event["thread_ts"] = panel.message.thread_ts
        await self._connections.courier.event(self._connections.payloads.event(event))

    async def _answered(self, panel: Panel, answers: int) -> None:
        """Raises `TimeoutError` where the bot lets the panel turn for ever."""
        await self._workspace.feed.until(
            lambda: panel.answers > answers or None, 10.0, "the panel was not answered"
        )

    def _publish(self, panel: Panel) -> None:
        self._workspace.feed.publish("panel.shown", member=panel.owner, panel=panel.wire())

    def _interaction(self, kind: str) -> Json:
        return self._connections.payloads.interaction(kind, self.person)

    def _container(self, panel: Panel) -> Json:
        return {
            "type": "entity_detail",
            "entity_url": panel.url,
            "external_ref": panel.external_ref,
            "app_unfurl_url": panel.url,
            "message_ts": panel.message.ts,
            "thread_ts": panel.message.thread_ts,
            "channel_id": panel.message.channel,
        }

    def _view(self, panel: Panel, state: Json) -> Json:
        identity = self._workspace.identity
        return {
            "id": panel.id,
            "team_id": identity.team,
            "type": "entity_detail",
            "blocks": [],
            "private_metadata": "",
            "callback_id": "",
            "state": {"values": state},
            "hash": f"{self._workspace.clock():.0f}.sandbox",
            "external_ref": panel.external_ref,
            "entity_url": panel.url,
            "message_ts": panel.message.ts,
            "thread_ts": panel.message.thread_ts,
            "channel": panel.message.channel,
            "app_unfurl_url": panel.url,
            "app_id": identity.app,
            "external_id": "",
            "app_installed_team_id": identity.team,
            "bot_id": identity.bot,
        }

    def _editable(self, panel: Panel, key: str) -> Json:
        field = panel.editable.get(key)
        if field is None or not panel.is_open:
            raise NotPossible(f"{key!r} can't be changed there; {', '.join(panel.editable)} can")
        return field

    async def _input(self, panel: Panel, key: str, value: Any) -> Json:
        """The element of an input once a person entered this; None empties it."""
        field = self._editable(panel, key)
        edit = field["edit"]
        if value is None and not edit.get("optional"):
            raise NotPossible(f"{key!r} is required")
        if "select" in edit:
            return await self._chosen(panel, key, edit["select"], value)
        if field.get("type") == _DATE:
            return {"type": "datepicker", "selected_date": value}
        most = edit.get("text", {}).get("max_length", 3_000)
        if value is not None and len(value) > most:
            raise NotPossible(f"{key!r} takes {most} characters")
        return {"type": "plain_text_input", "value": value}

    async def _chosen(self, panel: Panel, key: str, select: Json, value: Any) -> Json:
        searched = bool(select.get("fetch_options_dynamically"))
        kind = "external_select" if searched else "static_select"
        if value is None:
            return {"type": kind, "selected_option": None}
        if searched:
            options = await self.panel_options(panel, key, value)
        else:
            options = [
                {**each, "text": {"type": "plain_text", "emoji": True, **each["text"]}}
                for each in select["static_options"]
                if value in {each["text"]["text"], each["value"]}
            ]
        if not options:
            raise NotPossible(f"{key!r} offers no {value!r}")
        return {"type": kind, "selected_option": options[0]}

    def _held(self, panel: Panel, key: str) -> Json:
        """An input that nobody touched."""
        field = panel.fields[key]
        edit = field["edit"]
        if "select" in edit:
            select, current = edit["select"], edit["select"].get("current_value")
            kind = "external_select" if "static_options" not in select else "static_select"
            text = {"type": "plain_text", "text": panel.value(key) or "-"}
            option = {"text": text, "value": current} if current else None
            return {"type": kind, "selected_option": option}
        if field.get("type") == _DATE:
            return {"type": "datepicker", "selected_date": field["value"]}
        return {"type": "plain_text_input", "value": field["value"]}


def _errors(said: Any, sent: Json) -> dict[str, str]:
    """Errors by key; a panel takes no other answer. Raises `BadAnswer`."""
    if not isinstance(said, dict) or said.get("response_action") != "errors":
        raise BadAnswer(f"a panel takes no such answer: {said!r}")
    errors = said.get("errors")
    if not isinstance(errors, dict) or not errors or set(errors) - sent.keys():
        raise BadAnswer(f"errors for what was not sent: {errors!r}")
    return {str(key): str(words) for key, words in errors.items()}
