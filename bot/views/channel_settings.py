"""The modal `channel.settings`: what the people of a channel set for it."""

import json
from collections.abc import Mapping, Sequence

from bot.jobs.channel_settings import BUTTONS, DEFAULTS, ChannelSettings
from bot.jobs.fields import Pick
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice
from bot.jobs.working_time import OFF
from bot.views import blocks, elements, inputs
from bot.views.blocks import Block, View
from bot.views.follows import LINE, FollowLine, line_blocks
from bot.views.mrkdwn import safe_line, sentence

TITLE = "Channel settings"
SETTINGS, RESET = "channel.settings", "channel.reset"
"""The callback id, and the action id of *As usual again*."""
TOLD, ON_CARDS, QUIET = "told", "card_buttons", "quiet_hours"
"""Block ids; the others are the fields that there is a default of."""
STATUS, NOTES = "status", "notes"
_MOST_QUIET = 20
_NOTHING_FOLLOWED = (
    "None. With /job follow, cards of new and changed jobs come here: by agent, type, priority …"
)
_CANNOT_FOLLOW = (
    "None: a direct message can't follow jobs. In a channel, /job follow brings cards of new and "
    "changed jobs there."
)


def settings_form(
    channel: str,
    settings: ChannelSettings,
    *,
    usual_quiet: str,
    types: Sequence[Choice],
    names: Mapping[str, str],
    set_by: str,
    version: int,
    follows: Sequence[FollowLine] = (),
) -> View:
    """`usual_quiet`: as NOTIFY_QUIET_HOURS is written. `names`: of the defaults, by field. `set_by`: who
    set it last and when, ready mrkdwn; empty where all is as usual. `follows`: what the channel follows.
    """
    where = blocks.channel(channel) if channel.startswith(("C", "G")) else "this conversation"
    nothing = _CANNOT_FOLLOW if channel.startswith("D") else _NOTHING_FOLLOWED
    body: list[Block] = [
        blocks.section(f"For everybody in {where}."),
        *([blocks.context(set_by)] if set_by else []),
        _told(settings),
        _buttons(settings),
        inputs.typed(
            QUIET,
            "Quiet hours",
            settings.quiet,
            most=_MOST_QUIET,
            hint=_quiet_hint(usual_quiet),
            example="e.g. 18:00-08:00",
            optional=True,
        ),
        blocks.header("New jobs begin with"),
        *(_default(name, settings, types, names) for name in DEFAULTS),
        blocks.header("Jobs that this channel follows"),
        *(line_blocks(follows) or [blocks.context(nothing, block_id=f"{LINE}none")]),
    ]
    if set_by:
        asks = blocks.confirm(
            "As usual again?", "All that is set for this channel is forgotten.", "As usual"
        )
        body.append(blocks.actions([blocks.button("As usual again", RESET, value="1", asks=asks)]))
    metadata = json.dumps({"channel": channel, "version": version}, separators=(",", ":"))
    return blocks.modal(
        TITLE, body, callback_id=SETTINGS, submit="Save", close="Cancel", metadata=metadata
    )


def _quiet_hint(usual: str) -> str:
    """`usual`: as NOTIFY_QUIET_HOURS is written."""
    is_off = usual.strip().casefold() in OFF
    empty = f"Off: never. Empty: {usual} as everywhere, which holds back no followed jobs."
    return (
        "In these hours, at weekends and on bank holidays I ask before I tell a contractor, and show followed "
        "jobs afterwards. "
        f"{'Off or empty: never.' if is_off else empty}"
    )


def done(words: str) -> View:
    """`words`: a whole sentence."""
    return blocks.modal(TITLE, [blocks.section(f"✅ {sentence(words)}")])


def last_set(name: str, at: float) -> str:
    """`name`: of who set it, plain."""
    return f"Last changed by {safe_line(name, 80)}, {blocks.when(at)}."


def _told(settings: ChannelSettings) -> Block:
    options = {
        STATUS: blocks.option(
            STATUS, "A new status", "In the channel, not only in the card's thread"
        ),
        NOTES: blocks.option(NOTES, "Case notes", "The card's thread says that there is one"),
    }
    ticked = [options[STATUS]] if settings.status_to_channel else []
    ticked += [options[NOTES]] if settings.notes_in_threads else []
    boxes = elements.boxes(TOLD, list(options.values()), ticked)
    return elements.labelled(TOLD, "What this channel hears", boxes, optional=True)


def _buttons(settings: ChannelSettings) -> Block:
    options = {name: blocks.option(name, label) for name, label in BUTTONS.items()}
    ticked = [options[name] for name in settings.buttons]
    return elements.labelled(
        ON_CARDS,
        "Two buttons on cards",
        elements.boxes(ON_CARDS, list(options.values()), ticked),
        hint="The others are in the … menu. None ticked: the usual buttons. Cards that are here already change the next time they are updated.",
        optional=True,
    )


def _default(
    name: str, settings: ChannelSettings, types: Sequence[Choice], names: Mapping[str, str]
) -> Block:
    entry, id_ = FIELDS[name], getattr(settings, name)
    chosen = Choice(id_, names.get(name, "")) if id_ is not None else None
    choices = types if isinstance(entry.kind, Pick) else ()
    hint = "Whoever fills in a form sees that it is this channel's, and may change it."
    return inputs.field(name, entry, chosen, choices, required=False, hint=hint, dispatch=False)
