"""What a person does in the side panel of a work object, on the page: each act as JSON."""

from typing import Any

from bot.sandbox.slack import Member, Message, NotPossible, SandboxSlack
from bot.sandbox.slack.panels import Panel

Json = dict[str, Any]


class PanelActs:
    def __init__(self, slack: SandboxSlack) -> None:
        self._slack = slack

    async def do(self, act: str, member: Member, body: Json) -> Json:
        """`act` begins with `panel_`. Raises `NotPossible`."""
        if act == "panel_open":
            await self._open(member, body)
            return {}
        panel = self._panel(member, body)
        match act:
            case "panel_close":
                member.close_panel(panel)
                self._tell(panel)
            case "panel_tidy":
                panel.errors, panel.edit_error = {}, ""
                self._tell(panel)
            case "panel_save":
                values = {key: each["value"] for key, each in body["values"].items()}
                errors = await member.save_panel(panel, values)
                return {"errors": errors, "edit_error": panel.edit_error}
            case "panel_suggest":
                options = await member.panel_options(panel, body["key"], body["typed"])
                return {"options": options}
            case "panel_press":
                await member.press_panel(panel, body["label"])
            case "panel_comments":
                await member.open_comments(panel)
            case "panel_comment":
                await member.comment(panel, body["text"])
            case _:
                raise NotPossible(f"nobody can {act}")
        return {}

    async def _open(self, member: Member, body: Json) -> None:
        """One panel is open at a time; what it shows within ten minutes is what it showed before."""
        message = self._message(body["channel"], body["ts"])
        for other in self._slack.workspace.panels.all():
            if other.owner == member.id and other.is_open and other.message is not message:
                member.close_panel(other)
                self._tell(other)
        panel = await member.open_panel(message, refresh=bool(body.get("refresh")))
        self._tell(panel)

    def _panel(self, member: Member, body: Json) -> Panel:
        panel = self._slack.workspace.panels.by_id(str(body["panel"]))
        if panel is None or panel.owner != member.id:
            raise NotPossible("that panel is no longer open")
        return panel

    def _message(self, channel: str, ts: str) -> Message:
        for message in self._slack.channel(channel).messages:
            if message.ts == ts and not message.deleted:
                return message
        raise NotPossible("that message is no longer there")

    def _tell(self, panel: Panel) -> None:
        self._slack.workspace.feed.publish("panel.shown", member=panel.owner, panel=panel.wire())
