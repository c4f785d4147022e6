"""The edit conflict modal: two people changed one job; field by field, whose value counts."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.jobs.display import NO_NAMES, display, label
from bot.jobs.forms import FIELDS
from bot.views import blocks, elements
from bot.views.blocks import Block, View
from bot.views.mrkdwn import safe_line

CALLBACK = "job.collision"
MINE, THEIRS = "mine", "theirs"
_SHORT = 60
"""Longer texts don't fit on a radio button."""


def draw(
    name: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    by: str = "",
    from_card: bool = False,
    sent: Mapping[str, Any] = NO_NAMES,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    was: Mapping[str, Any],
    metadata: Mapping[str, str | int],
) -> View:
    """The modal. `rows`: `{"name", "was", "theirs"}`, with `"mine"` where there is a choice.

    `by`: who the others are. `from_card`: no form was open, the value was chosen on a card. `sent`: all that
    the member changed. `mine`, `theirs`, `was`: the names of chosen things, by field.
    """
    words = _Words({MINE: mine, THEIRS: theirs, "was": was})
    when = "meanwhile" if from_card else "while your form was open"
    body: list[Block] = [
        blocks.section(
            f"{safe_line(by or 'Somebody else', 100)} changed *{safe_line(name, 150)}* {when}. "
            "Nothing has been sent yet."
        )
    ]
    for row in rows:
        if MINE in row:
            body += _choice(row, words)
    only = [row for row in rows if MINE not in row]
    if only:
        lines = [
            f"• *{blocks.escape(label(row['name']))}*: "
            f"{words.escaped(row, 'was')} → {words.escaped(row, THEIRS)}"
            for row in only
        ]
        body += blocks.sections(["*They changed this too; you didn't, so it stays:*", *lines])
    choices = {row["name"] for row in rows if MINE in row}
    yours = [
        f"• *{blocks.escape(label(field))}*: {words.escaped({'name': field, MINE: value}, MINE)}"
        for field, value in sent.items()
        if field not in choices
    ]
    if yours:
        body += blocks.sections(["*You changed this too, and it is sent as you typed it:*", *yours])
    return blocks.modal(
        "Update job",
        body,
        callback_id=CALLBACK,
        submit="Send",
        close="Cancel",
        metadata=json.dumps(dict(metadata), separators=(",", ":")),
        notify_on_close=True,
    )


def read(values: Mapping[str, Any]) -> dict[str, str]:
    """Field name → `mine` or `theirs`, from the state of the view."""
    choices = {}
    for name, inside in values.items():
        option = (inside.get(name) or {}).get("selected_option") or {}
        if name in FIELDS and option.get("value") in {MINE, THEIRS}:
            choices[name] = str(option["value"])
    return choices


class _Words:
    """Values of a row as people read them."""

    def __init__(self, names: Mapping[str, Mapping[str, Any]]) -> None:
        self._names = names

    def plain(self, row: Mapping[str, Any], which: str) -> str:
        return blocks.one_line(display(row["name"], row.get(which), self._names[which]))

    def escaped(self, row: Mapping[str, Any], which: str) -> str:
        return blocks.escape(blocks.clip(self.plain(row, which), 600))


def _choice(row: Mapping[str, Any], words: _Words) -> list[Block]:
    """Radio buttons; texts too long for them are shown in full above."""
    name = label(row["name"])
    texts = {which: words.plain(row, which) for which in (MINE, THEIRS, "was")}
    body: list[Block] = []
    if any(len(text) > _SHORT for text in texts.values()):
        lines = [f"*{blocks.escape(name)}*"] + [
            f"_{which.capitalize()}:_ {words.escaped(row, which)}" for which in texts
        ]
        body += blocks.sections(lines)
    long = bool(body)
    options = [
        blocks.option(MINE, "Mine" if long else f"Mine: {texts[MINE]}"),
        blocks.option(THEIRS, "Theirs" if long else f"Theirs: {texts[THEIRS]}"),
    ]
    element = elements.radio(row["name"], options)
    hint = "" if long else blocks.plain_text(f"It was: {texts['was']}", 150)
    body.append(elements.labelled(row["name"], blocks.plain_text(name, 150), element, hint=hint))
    return body
