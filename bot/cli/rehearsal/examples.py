"""Every message and view that the bot can draw, drawn once in each way that makes a difference.

Found by what the functions of `bot.views` return, so that a new one is among them by itself.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal, get_type_hints

import bot.views
from bot.cli.rehearsal.example_values import AT, JOB, LISTS, ways
from bot.views.blocks import Message, View
from bot.views.job_entity import job_entity
from bot.views.job_panel import editable
from bot.views.link_preview import gone, link_preview
from bot.views.unsent_forms import UnsentForm

Kind = Literal["message", "modal", "home", "entity"]
_PARTS = frozenset({"blocks", "elements", "inputs", "paragraphs", "error_codes", "form_redraw"})
"""Modules that draw parts of others, or draw again what was drawn."""


@dataclass(frozen=True)
class Example:
    """`name`: module, function and how it was drawn. `content`: a view, an entity, or `{"text", "blocks"}` of
    a message.
    """

    name: str
    kind: Kind
    content: Mapping[str, Any]


def examples() -> Iterator[Example]:
    """All of them, by module and function. Raises `NoExample` for a parameter of an unknown type."""
    for draw in drawing_functions():
        seen: list[Mapping[str, Any]] = []
        for how, given in ways(draw, _SPECIAL.get(name_of(draw), {})):
            drawn = draw(**given)
            content = drawn.wire() if isinstance(drawn, Message) else drawn
            if content not in seen:
                seen.append(content)
                kind: Kind = "message" if isinstance(drawn, Message) else drawn["type"]
                yield Example(f"{name_of(draw)}({how})", kind, content)
    yield from _previews()
    yield from _entities()


def _previews() -> Iterator[Example]:
    text = "A link to a job"
    for name, shown in {
        "link_preview": link_preview(JOB, url=_PAGE, money=True, at=AT),
        "gone": gone(AT),
    }.items():
        yield Example(f"link_preview.{name}", "message", {"text": text, "blocks": shown})


def _entities() -> Iterator[Example]:
    """What stands on a card for the side panel, and what the panel shows."""
    for money in (True, False):
        entity = job_entity(JOB, url=_PAGE, money=money)
        if entity is not None:
            yield Example(f"job_entity.job_entity(money {money})", "entity", entity)
            panel = editable(entity, JOB, LISTS, money=money)
            yield Example(f"job_panel.editable(money {money})", "entity", panel)


def drawing_functions() -> Iterator[Callable[..., Message | View]]:
    """The public functions of `bot.views` that return a whole message or view."""
    for found in pkgutil.iter_modules(bot.views.__path__):
        if found.name not in _PARTS:
            module = importlib.import_module(f"{bot.views.__name__}.{found.name}")
            yield from _drawing(module)


def name_of(draw: Callable[..., Any]) -> str:
    return f"{draw.__module__.rpartition('.')[2]}.{draw.__name__}"


def _drawing(module: ModuleType) -> Iterator[Callable[..., Message | View]]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        is_own = function.__module__ == module.__name__
        if is_own and not name.startswith("_") and _returned(function) in {Message, View}:
            yield function


def _returned(function: Callable[..., Any]) -> Any:
    return get_type_hints(function, include_extras=True).get("return")


_PAGE = "https://propops.example/jobs/1"
_ROW = {"name": "job_title", "mine": "Boiler", "theirs": "Boiler service", "was": "Boilr"}
_FORM = UnsentForm("F-S-ABCDEFGHIJKL", "Boiler not firing", 1_800_000_000.0, "Status Complete")
_THEIR_ROW = {"name": "status_id", "theirs": 1, "was": 2}
_SPECIAL: Mapping[str, Mapping[str, Sequence[Any]]] = {
    "edit_conflict.draw": {"rows": [[_ROW, _THEIR_ROW]]},
    "job_details.job_details": {"actions": [[("update", "Update")], []]},
    "unsent_forms.unsent": {"forms": [[_FORM], [_FORM] * 7]},
}
"""By function and parameter, what its type alone does not tell."""
