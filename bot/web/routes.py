"""Who answers what Slack sends: a listener by kind and name, collected before Bolt is built."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Literal, TypeAlias, TypeVar

Kind = Literal["command", "action", "submission", "options", "event"]
Listener: TypeAlias = Callable[..., Awaitable[Any]]
_L = TypeVar("_L", bound=Listener)


class Routes:
    """Listeners by name. `card.*` takes every name beginning `card.` that has no listener of its own.

    Each method is a decorator. A name is: of a command, with its slash; of an action and options,
    the id in the payload; of a submission, the view's callback id; of an event, its type. The longest fitting prefix wins.
    """

    def __init__(self) -> None:
        self._exact: dict[tuple[Kind, str], Listener] = {}
        self._prefixes: dict[Kind, list[tuple[str, Listener]]] = {}

    def command(self, name: str) -> Callable[[_L], _L]:
        return self._adder("command", name)

    def action(self, action_id: str) -> Callable[[_L], _L]:
        return self._adder("action", action_id)

    def submission(self, callback_id: str) -> Callable[[_L], _L]:
        return self._adder("submission", callback_id)

    def options(self, id_: str) -> Callable[[_L], _L]:
        """By the action id of the select, else by the block id it sits in."""
        return self._adder("options", id_)

    def event(self, type_: str) -> Callable[[_L], _L]:
        return self._adder("event", type_)

    def exact(self, kind: Kind, name: str) -> Listener | None:
        return self._exact.get((kind, name))

    def prefixed(self, kind: Kind, name: str) -> Listener | None:
        fitting = (fn for prefix, fn in self._prefixes.get(kind, ()) if name.startswith(prefix))
        return next(fitting, None)

    def names(self, kind: Kind) -> list[str]:
        """Every registered name of a kind, prefixes with their `*`, sorted."""
        exact = [name for of, name in self._exact if of == kind]
        return sorted(exact + [f"{prefix}*" for prefix, _ in self._prefixes.get(kind, ())])

    def __iter__(self) -> Iterator[tuple[Kind, str, Listener]]:
        for (kind, name), listener in self._exact.items():
            yield kind, name, listener
        for kind, rows in self._prefixes.items():
            for prefix, listener in rows:
                yield kind, f"{prefix}*", listener

    def _adder(self, kind: Kind, name: str) -> Callable[[_L], _L]:
        def add(listener: _L) -> _L:
            if name in self.names(kind):
                raise ValueError(f"{kind} {name} has a listener already")
            if name.endswith("*"):
                rows = self._prefixes.setdefault(kind, [])
                rows.append((name[:-1], listener))
                rows.sort(key=lambda row: len(row[0]), reverse=True)
            else:
                self._exact[kind, name] = listener
            return listener

        return add
