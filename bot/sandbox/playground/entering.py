"""What a browser says of an input, made into what Slack's client holds.

The browser sends texts, days and option values; the options themselves are those that were offered.
"""

from collections.abc import Sequence
from typing import Any

from bot.sandbox.slack import NotPossible, View, forms
from bot.sandbox.slack.answers import HOLDS, held
from bot.sandbox.slack.elements import is_typed, offered
from bot.sandbox.slack.forms import is_of_people_or_places

Json = dict[str, Any]
_MOMENTS = frozenset({"datepicker", "timepicker", "datetimepicker"})


class Offers:
    """The options that the bot suggested while somebody typed, by view and block."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], dict[str, Json]] = {}

    def add(self, view: View, block_id: str, options: Sequence[Json]) -> None:
        seen = self._seen.setdefault((view.id, block_id), {})
        seen.update({option["value"]: option for option in options})

    def of(self, view: View, block_id: str) -> list[Json]:
        """All that may be chosen in this block: offered in it, suggested for it, or held by it."""
        element = view.element(block_id)
        now = held(element, view.state[block_id][element["action_id"]])
        chosen = now if isinstance(now, list) else [now] if isinstance(now, dict) else []
        if element["type"] == "file_input":
            chosen = [{**each, "value": each["id"]} for each in chosen]
        suggested = self._seen.get((view.id, block_id), {})
        return [*offered(element), *suggested.values(), *chosen]


def entered(view: View, block_id: str, raw: Any, offers: Offers) -> Any:
    """What the element of the block is to hold. Raises `NotPossible` for what no client sends."""
    element = view.element(block_id)
    kind = element["type"]
    if raw in (None, "", []):
        return [] if HOLDS[kind].many else None
    if is_typed(element):
        return forms.typed(element, raw, force=False)
    if kind in _MOMENTS:
        return forms.picked_moment(kind, raw, force=False)
    if is_of_people_or_places(kind):
        return [str(each) for each in raw] if HOLDS[kind].many else str(raw)
    options = {option["value"]: option for option in reversed(offers.of(view, block_id))}
    wanted = [str(each) for each in raw] if isinstance(raw, list) else [str(raw)]
    if lost := [each for each in wanted if each not in options]:
        raise NotPossible(f"{lost[0]!r} was never offered in {block_id}")
    chosen = [options[each] for each in wanted]
    if kind == "file_input":
        most = element.get("max_files", 10)
        if len(chosen) > most:
            raise NotPossible(f"{element['action_id']} takes {most} files at most")
        return [{key: each[key] for key in each if key != "value"} for each in chosen]
    if HOLDS[kind].many:
        return forms.within_limit(element, chosen, force=False)
    return chosen[0]
