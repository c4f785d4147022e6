"""The inputs of a form, one element each: block id and action id are both the name of the field."""

from collections.abc import Sequence
from typing import Any, assert_never

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    CheckboxesElement,
    DatePickerElement,
    EmailInputElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot.jobs.display import as_number, day_of, plain
from bot.jobs.fields import Day, Email, Input, Lookup, LookupName, Money, Percent, Pick, Text
from bot.jobs.model import Choice
from bot.jobs.validation import MOST_POUNDS
from bot.views import blocks

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
    dispatch: bool = False,
) -> Block:
    """One input block. `value` is a form value or, after `entered`, whatever was typed; what the
    element could not show is left out.
    """
    return InputBlock(
        block_id=name,
        label=blocks.plain(entry.label, 2_000),
        element=_element(name, entry, value, choices, dispatch=dispatch),
        hint=blocks.plain(hint, 300) if hint else None,
        optional=not required,
        dispatch_action=True if dispatch else None,
    )


def chooser(
    name: str, label: str, placeholder: str, options: Sequence[Option], chosen: Option | None
) -> Block:
    """A list that sends each choice at once (`dispatch_action`).

    Only once something is chosen is it an input, which needs a submit button and can bear errors.
    """
    element = StaticSelectElement(
        action_id=name,
        options=list(options),
        initial_option=chosen,
        placeholder=blocks.plain(placeholder, 150),
    )
    if chosen is None:
        return ActionsBlock(block_id=name, elements=[element])
    return InputBlock(
        block_id=name, label=blocks.plain(label, 150), element=element, dispatch_action=True
    )


def typed(
    name: str,
    label: str,
    value: str = "",
    *,
    most: int,
    multiline: bool = False,
    hint: str = "",
    example: str = "",
) -> Block:
    """One line or more of text that belongs to no field of a job. `value`: what it says already."""
    return InputBlock(
        block_id=name,
        label=blocks.plain(label, 2_000),
        element=PlainTextInputElement(
            action_id=name,
            multiline=multiline or None,
            initial_value=value or None,
            max_length=min(most, MOST_TYPED),
            placeholder=blocks.plain(example, 150) if example else None,
        ),
        hint=blocks.plain(hint, 300) if hint else None,
    )


def tick(name: str, label: str, option: Option) -> Block:
    """One box, off to begin with."""
    return InputBlock(
        block_id=name,
        label=blocks.plain(label, 2_000),
        element=CheckboxesElement(action_id=name, options=[option]),
        optional=True,
    )


def picked(name: str, label: str, options: Sequence[Option]) -> Block:
    """A list to choose one of, read when the form is sent."""
    element = StaticSelectElement(action_id=name, options=list(options)[:MOST_OPTIONS])
    return InputBlock(block_id=name, label=blocks.plain(label, 2_000), element=element)


def choice_option(choice: Choice) -> Option:
    """How a choice looks wherever it can be chosen, so that initial and offered ones are equal."""
    return blocks.option(str(choice.id), _name(choice), choice.detail)


def option_json(choice: Choice) -> dict[str, Any]:
    """The same as plain JSON, made directly: an answer holds 100 at every letter somebody types."""
    option: dict[str, Any] = {
        "text": {"type": "plain_text", "text": blocks.plain_text(_name(choice), 75)},
        "value": str(choice.id),
    }
    if choice.detail.strip():
        text = blocks.plain_text(choice.detail, 75)
        option["description"] = {"type": "plain_text", "text": text}
    return option


def fits(value: Any) -> bool:
    """Whether a value can be edited in Slack at all; more than fits must not be shown cut."""
    if isinstance(value, str):
        return blocks.size(blocks.tidy(value)) <= MOST_TYPED
    return isinstance(value, Choice) or not isinstance(value, list | tuple) or len(value) <= 100


def _name(choice: Choice) -> str:
    return choice.name if choice.name.strip() else f"No. {choice.id}"


def _element(
    name: str, entry: Input, value: Any, choices: Sequence[Choice], *, dispatch: bool
) -> InputInteractiveElement:
    placeholder = blocks.plain(entry.placeholder, 150) if entry.placeholder else None
    match entry.kind:
        case Text(max_length=most, multiline=multiline):
            typed = _text(value)
            return PlainTextInputElement(
                action_id=name,
                initial_value=typed or None,
                multiline=multiline or None,
                max_length=min(max(most, len(typed)), MOST_TYPED),
                placeholder=placeholder,
            )
        case Email():
            return EmailInputElement(
                action_id=name, initial_value=_text(value) or None, placeholder=placeholder
            )
        case Day():
            begins = day_of(value)
            return DatePickerElement(
                action_id=name, initial_date=begins.isoformat() if begins else None
            )
        case Money():
            return _number(name, value, str(MOST_POUNDS), dispatch=dispatch)
        case Percent():
            return _number(name, value, "100", dispatch=dispatch)
        case Pick():
            return _pick(name, value, choices)
        case Lookup(lookup=lookup, many=True):
            return ExternalDataMultiSelectElement(
                action_id=name,
                initial_options=[choice_option(one) for one in _choices(value)] or None,
                min_query_length=int(lookup in _TYPE_FIRST),
                placeholder=placeholder,
            )
        case Lookup(lookup=lookup):
            return ExternalDataSelectElement(
                action_id=name,
                initial_option=_chosen(value),
                min_query_length=int(lookup in _TYPE_FIRST),
                placeholder=placeholder,
            )
        case _:
            assert_never(entry.kind)


def _pick(name: str, value: Any, choices: Sequence[Choice]) -> InputInteractiveElement:
    """A short list, with the chosen one added when the list no longer has it.

    A list that is not short, or that could not be read, is searched by typing instead.
    """
    offered = {choice.id: choice for choice in choices}
    if _real(value):
        value = offered.setdefault(value.id, value)
    chosen = _chosen(value)
    heavy = sum(len(ascii(choice.name + choice.detail)[:900]) for choice in offered.values())
    if not choices or len(offered) > MOST_OPTIONS or heavy > _MOST_BYTES:
        return ExternalDataSelectElement(action_id=name, initial_option=chosen, min_query_length=0)
    return StaticSelectElement(
        action_id=name,
        options=[choice_option(choice) for choice in offered.values()],
        initial_option=chosen,
    )


def _real(value: Any) -> bool:
    return isinstance(value, Choice) and value.id > 0


def _chosen(value: Any) -> Option | None:
    return choice_option(value) if _real(value) else None


def _number(name: str, value: Any, most: str, *, dispatch: bool) -> NumberInputElement:
    number = as_number(value)
    fits = number is not None and 0 <= number <= int(most)
    return NumberInputElement(
        action_id=name,
        is_decimal_allowed=True,
        initial_value=plain(number) if number is not None and fits else None,
        min_value="0",
        max_value=most,
        dispatch_action_config={"trigger_actions_on": ["on_character_entered"]}
        if dispatch
        else None,
    )


def _choices(value: Any) -> list[Choice]:
    if not isinstance(value, list | tuple) or isinstance(value, Choice):
        return []
    return list({one.id: one for one in value if _real(one)}.values())


def _text(value: Any) -> str:
    typed = blocks.tidy(value) if isinstance(value, str) else ""
    return typed if typed.strip() and blocks.size(typed) <= MOST_TYPED else ""
