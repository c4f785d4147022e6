"""The inputs of Block Kit, spelt as plain dicts [reference/block-kit/block-elements]."""

from collections.abc import Sequence

from bot.views.blocks import Block, Element, Option, Text, kit, plain

_TYPED = frozenset({"plain_text_input", "email_text_input", "number_input"})
_EACH_LETTER = {"trigger_actions_on": ["on_character_entered"]}


def labelled(
    name: str,
    label: str,
    element: Element,
    *,
    hint: str = "",
    optional: bool | None = None,
    dispatch: bool = False,
) -> Block:
    """An input block: block id and the element's action id are both `name`.

    `dispatch`: each entry is sent at once, of typed text each letter.
    """
    if dispatch and element["type"] in _TYPED:
        element = element | {"dispatch_action_config": _EACH_LETTER}
    return kit(
        "input",
        block_id=name,
        label=plain(label, 2_000),
        element=element,
        hint=plain(hint, 300) if hint else None,
        optional=optional,
        dispatch_action=dispatch or None,
    )


def text_input(
    name: str,
    *,
    initial: str = "",
    multiline: bool = False,
    most: int | None = None,
    placeholder: Text | None = None,
) -> Element:
    return kit(
        "plain_text_input",
        action_id=name,
        initial_value=initial,
        multiline=multiline or None,
        max_length=most,
        placeholder=placeholder,
    )


def email_input(name: str, *, initial: str = "", placeholder: Text | None = None) -> Element:
    return kit("email_text_input", action_id=name, initial_value=initial, placeholder=placeholder)


def day_input(name: str, *, initial: str = "") -> Element:
    """`initial`: YYYY-MM-DD."""
    return kit("datepicker", action_id=name, initial_date=initial)


def number_input(name: str, *, initial: str | None, most: str) -> Element:
    """From 0 to `most`, with decimals."""
    return kit(
        "number_input",
        action_id=name,
        is_decimal_allowed=True,
        initial_value=initial,
        min_value="0",
        max_value=most,
    )


def list_select(
    name: str,
    options: Sequence[Option],
    *,
    chosen: Option | None = None,
    placeholder: Text | None = None,
) -> Element:
    """A list of at most 100 to choose one of."""
    return kit(
        "static_select",
        action_id=name,
        options=list(options),
        initial_option=chosen,
        placeholder=placeholder,
    )


def search_select(
    name: str, *, chosen: Option | None = None, letters: int, placeholder: Text | None = None
) -> Element:
    """One of what we answer to typing; asked from `letters` on."""
    return _external("external_select", name, letters, placeholder, initial_option=chosen)


def search_selects(
    name: str, *, chosen: Sequence[Option], letters: int, placeholder: Text | None = None
) -> Element:
    """The same for several."""
    return _external(
        "multi_external_select", name, letters, placeholder, initial_options=list(chosen)
    )


def boxes(name: str, options: Sequence[Option], ticked: Sequence[Option] = ()) -> Element:
    """Boxes to tick."""
    return kit("checkboxes", action_id=name, options=list(options), initial_options=list(ticked))


def file_input(name: str, types: Sequence[str], most: int) -> Element:
    """`types`: suffixes without dots."""
    return kit("file_input", action_id=name, filetypes=list(types), max_files=most)


def channel_select(name: str, *, chosen: str = "") -> Element:
    """A channel that its member is in; `chosen`: its id, else the one they are looking at."""
    return kit(
        "conversations_select",
        action_id=name,
        initial_conversation=chosen,
        default_to_current_conversation=None if chosen else True,
        filter={"include": ["public", "private"], "exclude_bot_users": True},
    )


def radio(name: str, options: Sequence[Option]) -> Element:
    return kit("radio_buttons", action_id=name, options=list(options))


def _external(
    type_: str, name: str, letters: int, placeholder: Text | None, **initial: object
) -> Element:
    return kit(type_, action_id=name, min_query_length=letters, placeholder=placeholder, **initial)
