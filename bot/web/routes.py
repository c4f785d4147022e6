"""Who answers what Slack sends: a listener by kind and name, collected before Bolt is built."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Literal, TypeAlias, TypeVar

Kind = Literal[
    "command", "action", "submission", "closed", "options", "event", "shortcut", "message_shortcut"
]
Listener: TypeAlias = Callable[..., Awaitable[Any]]
_L = TypeVar("_L", bound=Listener)


class Routes:
    """Listeners by kind and name.

    Each method is a decorator. A name is: of a command, with its slash; of an action and options,
    the id in the payload; of a submission, a closed view and a shortcut, its callback id; of an event,
    its type.
    """

    def __init__(self) -> None:
        self._listeners: dict[tuple[Kind, str], Listener] = {}

    def command(self, name: str) -> Callable[[_L], _L]:
        return self._adder("command", name)

    def action(self, action_id: str) -> Callable[[_L], _L]:
        return self._adder("action", action_id)

    def submission(self, callback_id: str) -> Callable[[_L], _L]:
        return self._adder("submission", callback_id)

    def closed(self, callback_id: str) -> Callable[[_L], _L]:
        """A view with `notify_on_close` was closed unsent."""
        return self._adder("closed", callback_id)

    def options(self, id_: str) -> Callable[[_L], _L]:
        """By the action id of the select, else by the block id it sits in."""
        return self._adder("options", id_)

    def event(self, type_: str) -> Callable[[_L], _L]:
        return self._adder("event", type_)

    def shortcut(self, callback_id: str) -> Callable[[_L], _L]:
        """A global shortcut: nothing is known of where it was used."""
        return self._adder("shortcut", callback_id)

    def message_shortcut(self, callback_id: str) -> Callable[[_L], _L]:
        """An entry of the menu of every message; the payload holds that message."""
        return self._adder("message_shortcut", callback_id)

    def find(self, kind: Kind, name: str) -> Listener | None:
        return self._listeners.get((kind, name))

    def names(self, kind: Kind) -> list[str]:
        """Every registered name of a kind, sorted."""
        return sorted(name for of, name in self._listeners if of == kind)

    def __iter__(self) -> Iterator[tuple[Kind, str, Listener]]:
        for (kind, name), listener in self._listeners.items():
            yield kind, name, listener

    def _adder(self, kind: Kind, name: str) -> Callable[[_L], _L]:
        def add(listener: _L) -> _L:
            if (kind, name) in self._listeners:
                raise ValueError(f"{kind} {name} has a listener already")
            self._listeners[kind, name] = listener
            return listener

        return add
