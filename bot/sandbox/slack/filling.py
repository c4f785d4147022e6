"""A member in front of a modal: waits for it, fills it in, sends it, closes it."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack import files, forms
from bot.sandbox.slack.answers import HOLDS
from bot.sandbox.slack.client import Client
from bot.sandbox.slack.elements import is_typed
from bot.sandbox.slack.feed import PATIENCE
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.outcomes import Outcome, after_submission, options_from
from bot.sandbox.slack.presses import find_target, targets
from bot.sandbox.slack.refusals import NotPossible
from bot.sandbox.slack.views import View

Json = dict[str, Any]
_MORE = "More fields"


class FormFiller(Client):
    """Everything a person does in a modal. `force=True` plays a tampered client."""

    async def modal(
        self,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - a person's patience
        *,
        having: str | None = None,
        title: str | None = None,
    ) -> View:
        """The modal on top; with `having` or `title`, once it has that block or title.

        Raises `TimeoutError`, which says what is open instead.
        """

        def look() -> View | None:
            view = self.top
            if view is None or (having is not None and not view.has(having)):
                return None
            return view if title is None or title in view.title else None

        wanted = {"block": having, "title": title}
        shown = "".join(f" with {key} {value!r}" for key, value in wanted.items() if value)
        try:
            return await self._workspace.feed.until(look, timeout, f"no modal{shown}")
        except TimeoutError as error:
            there = f"open is:\n{self.top.outline()}" if self.top else "none is open"
            raise TimeoutError(f"{error}; {there}") from None

    async def fill(
        self,
        view: View,
        values: Mapping[str, Any] | None = None,
        *,
        force: bool = False,
        **more: Any,
    ) -> View:
        """Enter values by block_id: text, option texts, dates; `None` clears.

        An external select takes what to type, and then the option of that text or the only one;
        or `(typed, choice)` with the choice's text, value or place. Lists for multi-selects.
        Raises `NotPossible`.
        """
        for block_id, wanted in {**(values or {}), **more}.items():
            if not force:
                self._must_be_open(view)
                await self._unfold(view, block_id)
            element = view.element(block_id)
            value = await self._entered(view, view.block(block_id), element, wanted, force=force)
            await self.enter(view, block_id, value)
        return view

    async def _unfold(self, view: View, block_id: str) -> None:
        """Somebody who misses a field looks behind *More fields*, where the form has such a button."""
        if view.has(block_id) or not any(each.label == _MORE for each in targets(view.blocks)):
            return
        button = find_target(view.blocks, _MORE, None)
        payload = self._connections.payloads.view_actions(self.person, view, button.action())
        await self._connections.courier.bring("block_actions", payload)
        why = f"no {block_id} among more fields"
        await self._workspace.feed.until(lambda: view.has(block_id) or None, 20.0, why)

    async def enter(self, view: View, block_id: str, value: Any) -> None:
        """Enter what the element is to hold: a text, a day, an option that was offered, several.

        The bot hears of it where the block says so.
        """
        element, block = view.element(block_id), view.block(block_id)
        view.put(block_id, value)
        self._workspace.publish_view(view, "view.filled")
        if block["type"] != "input" or block["dispatch_action"]:
            await self._send_change(view, block_id, element["action_id"])

    async def type_ahead(self, view: View, block_id: str, typed: str) -> list[str]:
        """Type into an external select; the texts of the options that the bot offers."""
        return [option["text"]["text"] for option in await self.suggested(view, block_id, typed)]

    async def suggested(self, view: View, block_id: str, typed: str) -> list[Json]:
        """The same, as whole options."""
        self._must_be_open(view)
        return await self._suggestions(view, view.block(block_id), view.element(block_id), typed)

    async def submit(self, view: View, *, force: bool = False) -> Outcome:
        """Press the submit button; the bot's answer is applied strictly.

        Raises `NotPossible` while the client would hold it back, `NotAcked`, `BadAnswer`.
        """
        if not force:
            self._must_be_open(view)
            if "submit" not in view.source:
                raise NotPossible(f"{view.title!r} has no submit button")
            if view.sending:
                raise NotPossible(f"{view.title!r} is being sent already")
            if wrong := forms.lacking(view):
                raise NotPossible("; ".join(f"{key} {what}" for key, what in wrong.items()))
        view.sending = True
        view.errors = {}
        try:
            payload = self._connections.payloads.submission(self.person, view)
            delivery = await self._connections.courier.bring("view_submission", payload)
        finally:
            view.sending = False
        return after_submission(self._workspace, view, delivery)

    async def close(self, view: View, *, whole_stack: bool = False) -> None:
        """Press Cancel, or with `whole_stack` the ×. With `notify_on_close` the bot hears of it."""
        self._must_be_open(view)
        clears = whole_stack or bool(view.source.get("clear_on_close"))
        closing = self._workspace.stacks[self.id].copy() if clears else [view]
        for each in reversed(closing):
            payload = self._connections.payloads.closed(self.person, each, is_cleared=clears)
            self._workspace.close_view(each)
            if each.source.get("notify_on_close"):
                await self._connections.courier.bring("view_closed", payload)

    async def _entered(
        self, source: View | Message, block: Json, element: Json, wanted: Any, *, force: bool
    ) -> Any:
        """What the element holds once a person entered this."""
        kind = element["type"]
        if wanted is None or kind == "rich_text_input":
            return wanted
        if kind == "file_input":
            given = forms.as_list(wanted)
            return files.chosen(self._workspace, element, given, force=force)
        if is_typed(element):
            return forms.typed(element, wanted, force=force)
        if kind in {"datepicker", "timepicker", "datetimepicker"}:
            return forms.picked_moment(kind, wanted, force=force)
        if forms.is_of_people_or_places(kind):
            chosen: list[Any] = [self._id_of(kind, each) for each in forms.as_list(wanted)]
        elif kind.endswith("external_select"):
            chosen = [
                await self._pick_external(source, block, element, each, force=force)
                for each in forms.as_list(wanted)
            ]
        else:
            chosen = forms.picked_static(element, wanted, force=force)
        if HOLDS[kind].many:
            return forms.within_limit(element, chosen, force=force)
        return chosen[0] if chosen else None

    async def _pick_external(
        self, source: View | Message, block: Json, element: Json, wanted: Any, *, force: bool
    ) -> Json:
        if force and not isinstance(wanted, tuple):
            return forms.pick([], wanted, force=True)
        typed, choice = wanted if isinstance(wanted, tuple) else (wanted, wanted)
        options = await self._suggestions(source, block, element, str(typed))
        return forms.pick(options, choice, force=force, only=not isinstance(wanted, tuple))

    async def _suggestions(
        self, source: View | Message, block: Json, element: Json, typed: str
    ) -> list[Json]:
        least = element.get("min_query_length", 3)
        if len(typed) < least:
            raise NotPossible(f"{block['block_id']} searches from {least} characters on")
        payload = self._connections.payloads.suggestion(self.person, source, block, element, typed)
        delivery = await self._connections.courier.bring("block_suggestion", payload)
        return options_from(delivery.body)

    async def _send_change(self, view: View, block_id: str, action_id: str) -> None:
        change = {**view.state[block_id][action_id], "action_id": action_id, "block_id": block_id}
        payload = self._connections.payloads.view_actions(self.person, view, change)
        await self._connections.courier.bring("block_actions", payload)

    def _id_of(self, kind: str, who: Any) -> str:
        if isinstance(who, Client):
            return who.id
        named = self._workspace.person if "users" in kind else self._workspace.channel
        return named(str(who)).id
