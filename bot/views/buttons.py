"""A button's value: what pressing it asks for, written on the card and read back from the press.

A value is a hint, never a right: in a shared channel also strangers press [apis/slack-connect].
"""

import json
import re
from dataclasses import dataclass
from typing import Self

from bot.views import blocks

MOST_BUTTON, MOST_OPTION = 2_000, 150
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_ACTION = re.compile(r"[a-z][a-z_.]{0,30}")
_JOB = re.compile(r"[A-Za-z0-9_-]{0,64}")
_CHANGE = re.compile(r"[A-Za-z0-9_-]{0,32}")


@dataclass(frozen=True)
class Press:
    """What a button asks for. `job` is PropOps's uuid, `ref` only for speaking of it.

    `attempt` goes up each time a press has failed, so that it can be pressed again.
    """

    action: str
    job: str
    ref: str = ""
    attempt: int = 1
    change: str = ""

    @property
    def action_id(self) -> str:
        return f"card.{self.action}"

    def button(
        self,
        label: str,
        *,
        style: str | None = None,
        asks: blocks.Confirm | None = None,
        about: str = "",
    ) -> blocks.Element:
        """The button; its `action_id` is `card.{action}`. `about`: the job's title, for a screen reader."""
        value = self.written(MOST_BUTTON)
        job = " · ".join(part for part in (self.ref.strip(), about.strip()) if part)
        spoken = f"{label}: {job}" if job and job not in label else ""
        return blocks.button(
            label, self.action_id, value=value, style=style, asks=asks, spoken=spoken
        )

    def option(self, label: str, url: str | None = None, *, detail: str = "") -> blocks.Option:
        """The same as an entry of a menu or a list, whose values are shorter."""
        return blocks.option(self.written(MOST_OPTION), label, detail, url=url)

    def written(self, most: int) -> str:
        """The value, at most `most` UTF-16 units: a long reference is shortened or left out.

        Raises `ValueError` for a press that could not be read back.
        """
        for ref in (self.ref, blocks.clip(blocks.one_line(self.ref), 40), ""):
            parts = [self.action, self.job, self.attempt, self.change, blocks.tidy(ref)]
            value = _json(parts)
            if blocks.size(value) <= most:
                if not self._can_be_read():
                    break
                return value
        raise ValueError("a press that could not be read back")

    def _can_be_read(self) -> bool:
        return bool(
            _ACTION.fullmatch(self.action)
            and _JOB.fullmatch(self.job)
            and _CHANGE.fullmatch(self.change)
            and not isinstance(self.attempt, bool)
            and 0 < self.attempt < 10**6
        )

    @classmethod
    def read(cls, value: str) -> Self:
        """The press in a button value. Raises `ValueError` for anything else."""
        if not isinstance(value, str) or len(value) > MOST_BUTTON:
            raise ValueError("no press")
        try:
            parts = json.loads(value)
        except RecursionError:
            raise ValueError("no press") from None
        match parts:
            case [str(action), str(job), int(attempt), str(change), str(ref)]:
                press = cls(action, job, ref, attempt, change)
                if press._can_be_read():
                    return press
        raise ValueError("no press")
