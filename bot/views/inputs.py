"""The inputs of a form, one element each: block id and action id are both the name of the field."""

from collections.abc import Sequence
from typing import Any, assert_never

from bot.jobs.display import as_number, day_of, plain
from bot.jobs.fields import Day, Email, Input, Lookup, LookupName, Money, Percent, Pick, Text
from bot.jobs.model import Choice
from bot.jobs.validation import MOST_POUNDS
from bot.views import blocks, elements
from bot.views.blocks import Block, Element, Option

MOST_OPTIONS = 100
MOST_TYPED = 3_000
_MOST_BYTES = 30_000
"""For the names of one short list, so that four of them stay far below the 250 kB of a view."""
_TYPE_FIRST: frozenset[LookupName] = frozenset({"addresses", "tenants"})
"""Lists too long to browse: they open once a letter is typed."""


def field(
    name: str,
    entry: Input,
    value: Any = None,
    choices: Sequence[Choice] = (),
    *,
    required: bool,
    hint: str = "",
    dispatch: bool = True,
) -> Block:
    """One input block, which sends each entry at once (`dispatch`). `value` is a form value or, after `entered`, whatever was typed; what the
    element could not show is left out.
    """
    element = _element(name, entry, value, choices)
    return elements.labelled(
        name, entry.label, element, hint=hint, optional=not required, dispatch=dispatch
    )


def chooser(
    name: str, label: str, placeholder: str, options: Sequence[Option], chosen: Option | None
) -> Block:
    """A list that sends each choice at once (`dispatch_action`).

    Only once something is chosen is it an input, which needs a submit button and can bear errors.
    """
    words = blocks.plain(placeholder, 150)
    element = elements.list_select(name, options, chosen=chosen, placeholder=words)
    if chosen is None:
        return blocks.actions([element], block_id=name)
    return elements.labelled(name, label, element, dispatch=True)


def typed(
    name: str,
    label: str,
    value: str = "",
    *,
    most: int,
    multiline: bool = False,
    hint: str = "",
    example: str = "",
    kept: bool = False,
    optional: bool | None = None,
) -> Block:
    """One line or more of text that belongs to no field of a job. `value`: what it says already.

    `kept`: each letter is sent at once, so that nothing is lost when the form is closed.
    """
    shown = _text(value)
    element = elements.text_input(
        name,
        initial=shown,
        multiline=multiline,
        most=min(max(most, blocks.size(shown)), MOST_TYPED),
        placeholder=blocks.plain(example, 150) if example else None,
    )
    return elements.labelled(name, label, element, hint=hint, dispatch=kept, optional=optional)


def tick(name: str, label: str, option: Option, *, ticked: bool = False) -> Block:
    """One box, told of at once when it is ticked."""
    element = elements.boxes(name, [option], [option] if ticked else ())
    return elements.labelled(name, label, element, optional=True, dispatch=True)


def picked(name: str, label: str, options: Sequence[Option]) -> Block:
    """A list to choose one of, read when the form is sent."""
    return elements.labelled(name, label, elements.list_select(name, list(options)[:MOST_OPTIONS]))


def choice_option(choice: Choice) -> Option:
    """How a choice looks wherever it can be chosen, so that initial and offered ones are equal."""
    return blocks.option(str(choice.id), _name(choice), choice.detail)


def fits(value: Any) -> bool:
    """Whether a value can be edited in Slack at all; more than fits must not be shown cut."""
    if isinstance(value, str):
        return blocks.size(blocks.tidy(value)) <= MOST_TYPED
    return isinstance(value, Choice) or not isinstance(value, list | tuple) or len(value) <= 100


def _name(choice: Choice) -> str:
    return choice.name if choice.name.strip() else f"No. {choice.id}"


def _element(name: str, entry: Input, value: Any, choices: Sequence[Choice]) -> Element:
    placeholder = blocks.plain(entry.placeholder, 150) if entry.placeholder else None
    match entry.kind:
        case Text(max_length=most, multiline=multiline):
            typed = _text(value)
            most = min(max(most, len(typed)), MOST_TYPED)
            return elements.text_input(
                name, initial=typed, multiline=multiline, most=most, placeholder=placeholder
            )
        case Email():
            return elements.email_input(name, initial=_text(value), placeholder=placeholder)
        case Day():
            begins = day_of(value)
            return elements.day_input(name, initial=begins.isoformat() if begins else "")
        case Money():
            return _number(name, value, str(MOST_POUNDS))
        case Percent():
            return _number(name, value, "100")
        case Pick():
            return _pick(name, value, choices)
        case Lookup(lookup=lookup, many=True):
            chosen = [choice_option(one) for one in _choices(value)]
            letters = int(lookup in _TYPE_FIRST)
            return elements.search_selects(
                name, chosen=chosen, letters=letters, placeholder=placeholder
            )
        case Lookup(lookup=lookup):
            return elements.search_select(
                name,
                chosen=_chosen(value),
                letters=int(lookup in _TYPE_FIRST),
                placeholder=placeholder,
            )
        case _:
            assert_never(entry.kind)


def _pick(name: str, value: Any, choices: Sequence[Choice]) -> Element:
    """A short list, with the chosen one added when the list no longer has it.

    A list that is not short, or that could not be read, is searched by typing instead.
    """
    offered = {choice.id: choice for choice in choices}
    if _real(value):
        value = offered.setdefault(value.id, value)
    chosen = _chosen(value)
    heavy = sum(len(ascii(choice.name + choice.detail)[:900]) for choice in offered.values())
    if not choices or len(offered) > MOST_OPTIONS or heavy > _MOST_BYTES:
        return elements.search_select(name, chosen=chosen, letters=0)
    options = [choice_option(choice) for choice in offered.values()]
    return elements.list_select(name, options, chosen=chosen)


def _real(value: Any) -> bool:
    return isinstance(value, Choice) and value.id > 0


def _chosen(value: Any) -> Option | None:
    return choice_option(value) if _real(value) else None


def _number(name: str, value: Any, most: str) -> Element:
    number = as_number(value)
    fits = number is not None and 0 <= number <= int(most)
    initial = plain(number) if number is not None and fits else None
    return elements.number_input(name, initial=initial, most=most)


def _choices(value: Any) -> list[Choice]:
    if not isinstance(value, list | tuple) or isinstance(value, Choice):
        return []
    return list({one.id: one for one in value if _real(one)}.values())


def _text(value: Any) -> str:
    typed = blocks.tidy(value) if isinstance(value, str) else ""
    return typed if typed.strip() and blocks.size(typed) <= MOST_TYPED else ""
