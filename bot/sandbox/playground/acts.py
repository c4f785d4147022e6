"""What a person does on the page: each act as JSON, done by the member it names.

An act that no client would let through raises `NotPossible`; one that the bot did not take in time,
`NotAcked`; an answer Slack could not use, `BadAnswer`.
"""

import base64
from collections.abc import Mapping
from typing import Any

from bot.sandbox.playground.entering import Offers, entered
from bot.sandbox.playground.panel_acts import PanelActs
from bot.sandbox.slack import Member, Message, NotPossible, SandboxSlack, View, pictures
from bot.sandbox.slack.files import StoredFile
from bot.sandbox.slack.forms import lacking
from bot.sandbox.slack.presses import Target, targets

Json = dict[str, Any]


class Acts:
    def __init__(self, slack: SandboxSlack) -> None:
        self._slack = slack
        self._offers = Offers()
        self._files: dict[str, StoredFile] = {}
        """Put into Slack for a message that is still being written."""
        self._panels = PanelActs(slack)

    async def do(self, act: str, body: Json) -> Json:
        """`act` is the name of a method below; `body["who"]` the member."""
        member = self._slack.member(str(body["who"]))
        match act:
            case _ if act.startswith("panel_"):
                return await self._panels.do(act, member, body)
            case "command":
                await member.command(body["line"], body["channel"])
            case "say":
                thread = self._message(body["channel"], body["thread"]) if body["thread"] else None
                self._slack.workspace.drafts.pop(str(body.get("draft")), None)
                files = [self._files[each] for each in body.get("files", ())]
                member.say(body["text"], body["channel"], thread, files)
            case "attach":
                stored = member.upload(body["name"], base64.b64decode(body["data"]))
                self._files[stored.id] = stored
                return {"id": stored.id, "name": stored.name}
            case "attach_examples":
                stored_all = [member.upload(name, data) for name, data in pictures.files().items()]
                self._files |= {each.id: each for each in stored_all}
                return {"files": [{"id": each.id, "name": each.name} for each in stored_all]}
            case "shortcut":
                await member.shortcut(body["callback"])
            case "message_shortcut":
                message = self._message(body["channel"], body["ts"])
                await member.message_shortcut(body["callback"], message)
            case "type":
                draft = member.type_links(body["text"], body["channel"])
                return {"draft": draft.shared.unfurl_id}
            case "press_preview":
                message = self._message(body["channel"], body["ts"])
                await member.press_preview(message, body["label"], int(body["nth"]))
            case "press":
                await self._press(member, body)
            case "choose":
                message = self._message(body["channel"], body["ts"])
                await member.choose(message, body["block"], ("", body["value"]))
            case "suggest" if "ts" in body:
                message = self._message(body["channel"], body["ts"])
                return {"options": await member.offered(message, body["block"], body["typed"])}
            case "suggest":
                return await self._suggest(member, body)
            case "upload":
                return self._upload(member, body, {body["name"]: base64.b64decode(body["data"])})
            case "examples":
                return self._upload(member, body, pictures.files())
            case "enter":
                await self._enter(member, body)
            case "submit":
                return await self._submit(member, body)
            case "home":
                await member.open_home()
            case "close":
                await member.close(self._view(member, body), whole_stack=bool(body["all"]))
            case _:
                raise NotPossible(f"nobody can {act}")
        return {}

    async def _press(self, member: Member, body: Json) -> None:
        """A button, or an option of an overflow, by its ids. A confirm was answered on the page."""
        target: View | Message
        if "view" in body:
            target = self._view(member, body)
            self._hold(target, body["values"])
        else:
            target = self._message(body["channel"], body["ts"])
        wanted = (body["block"], body["action"], body.get("value"))
        there = [(each.block["block_id"], *_what(each)) for each in targets(target.blocks)]
        found = [at for at, each in enumerate(there) if each == wanted]
        if not found:  # drawn anew while its question stood open: the same button, in a new block
            found = [at for at, each in enumerate(there) if each[1:] == wanted[1:]]
        if len(found) == 1:
            pressed = targets(target.blocks)[found[0]]
            alike = [each for each in targets(target.blocks) if each.label == pressed.label]
            await member.press(target, pressed.label, nth=alike.index(pressed))
            return
        raise NotPossible("that button is no longer there")

    async def _suggest(self, member: Member, body: Json) -> Json:
        view, block_id = self._view(member, body), body["block"]
        self._hold(view, body["values"], but=block_id)
        options = await member.suggested(view, block_id, body["typed"])
        self._offers.add(view, block_id, options)
        return {"options": options}

    def _upload(self, member: Member, body: Json, files: Mapping[str, bytes]) -> Json:
        """Files put into Slack, which the form may hold from now on."""
        view, block_id = self._view(member, body), body["block"]
        stored = [member.upload(str(name), data) for name, data in files.items()]
        wires = [each.wire(self._slack.workspace) for each in stored]
        self._offers.add(view, block_id, [{**wire, "value": wire["id"]} for wire in wires])
        return {"files": [{"value": wire["id"], "name": wire["name"]} for wire in wires]}

    async def _enter(self, member: Member, body: Json) -> None:
        """One input changed, and its block wants the bot to hear of it at once."""
        view, block_id = self._view(member, body), body["block"]
        self._hold(view, body["values"], but=block_id)
        value = entered(view, block_id, body["values"].get(block_id), self._offers)
        await member.enter(view, block_id, value)

    async def _submit(self, member: Member, body: Json) -> Json:
        """`errors`: what the client itself complains about, by block; then nothing was sent."""
        view = self._view(member, body)
        wrong = self._hold(view, body["values"]) | {
            block: _CLIENT_SAYS.get(what, what.capitalize())
            for block, what in lacking(view).items()
        }
        if wrong:
            return {"errors": wrong}
        await member.submit(view)
        return {}

    def _hold(self, view: View, values: Json, but: str = "") -> dict[str, str]:
        """Keep what is entered in the whole form; what cannot be is told by block."""
        wrong = {}
        for block_id, raw in values.items():
            if block_id == but or not view.has(block_id):
                continue
            element = view.element(block_id)
            try:
                value = entered(view, block_id, raw, self._offers)
            except NotPossible as error:
                wrong[block_id] = str(error).removeprefix(f"{element['action_id']} ").capitalize()
            else:
                view.put(block_id, value)
        return wrong

    def _view(self, member: Member, body: Json) -> View:
        view = self._slack.workspace.view(str(body["view"]))
        if view is None or view not in (member.top, member.home):
            raise NotPossible("that form is no longer open")
        return view

    def _message(self, channel: str, ts: str) -> Message:
        for message in self._slack.channel(channel).messages:
            if message.ts == ts and not message.deleted:
                return message
        raise NotPossible("that message is no longer there")


def _what(target: Target) -> tuple[str, str | None]:
    """The action, and which option of it."""
    return target.element["action_id"], target.option["value"] if target.option else None


_CLIENT_SAYS = {
    "is required": "Please complete this required field.",
    "is not an e-mail address": "Please enter a valid e-mail address.",
    "is not a URL": "Please enter a valid web address.",
}
