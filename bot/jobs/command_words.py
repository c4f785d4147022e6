"""Words that people type after /job for what has another name there: `close 61`, `assign 61 Ace Gas`.

A word is added by an entry here; a test runs each of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.jobs import references
from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.unused_words import unused


@dataclass(frozen=True)
class CommandWord:
    """`command`: what it stands for.

    `before`: what is put before the text after the reference, if there is any; `after`: what is put
    behind the reference where `before` has nothing to stand before. Either makes it a word about one
    job, which has to be named. `alone`: the command where nothing follows the reference. `sure`: a
    number is enough to name the job, as in `close 3`; not in `quote 2 new windows`. `only`: it stands for
    that only where little follows: `hello 12 Elm Row no heating` and `todo fix the gate` tell of a job.
    `to`: the field that is meant where a job and *to* follow, as in `raise 61 to urgent`; any other text is the command's.
    """

    command: str
    before: str = ""
    after: str = ""
    alone: str = ""
    sure: bool = True
    only: bool = False
    to: str = ""

    @property
    def fills(self) -> bool:
        """Whether it fills something into the form of a job."""
        return bool(self.before or self.after)

    @property
    def usage(self) -> str:
        """What is typed after it."""
        return "REF …" if self.before and not self.after else "REF"

    def read(self, typed: str, *, sure: bool = False) -> tuple[str, str] | None:
        """The command, and the text it is given, for what was typed after the word.

        None where it is not certain that a job is named. `sure`: somebody has said that one is.
        """
        if self.to and (moved := _TO.match(typed)) and references.named(typed) is not None:
            return "update", f"{moved['ref']} {self.to}{moved['value']}"
        if not SUBCOMMANDS[self.command].needs_ref:
            tells = self.only and len(unused(self.command, typed).split()) >= _TELLS
            return None if tells else (self.command, typed)
        named = references.named(typed)
        if named is None:
            return None if self.fills else (self.command, typed)
        reference, rest = named
        if reference.is_number and not (self.sure or sure):
            return None
        if self.after and not self.before and _is_of_a_part(typed):
            return None
        if not self.fills:
            return self.command, references.leading(typed, whole=self.command == "delete")
        if self.before:
            filler = _FILLER_OF_DAYS if self.before in {"start: ", "end: "} else _FILLER
            rest = filler.sub("", rest)
        rest = "" if _NOTHING.fullmatch(rest) else rest
        if not rest and self.alone:
            return self.alone, reference.word
        filled = f"{self.before}{rest}" if rest else ""
        after = "" if rest and self.before else self.after
        return self.command, " ".join(filter(None, (reference.word, filled, after)))


_TELLS = 2
"""Words that a greeting does not have behind it."""
_TO = re.compile(
    r"(?:the )?(?:job )?(?P<ref>\#?\d{1,9}|[A-Za-z]{2,8}[-–—]\d{1,9}|job\d{1,9})\s+(?:up |down |back )?to\s+(?P<value>[A-Za-z].*)",
    re.IGNORECASE | re.DOTALL,
)
_FILLER = re.compile(r"\A(?:(?:to|as|is)\s+|(?:=|:|->|→)\s*)+", re.IGNORECASE)
_FILLER_OF_DAYS = re.compile(
    r"\A(?:(?:to|as|is|for|on|at|until|till)\s+|(?:=|:|->|→)\s*)+", re.IGNORECASE
)
"""What people put between the job and the value."""
_PART = re.compile(
    r"\b(?:visits?|appointments?|appts?|bookings?|contractor|plumber|engineer|electrician|locksmith|roofer|orders?|quotes?|invoices?|keys?|notes?|photos?)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:(?:the|that|this|job|please|pls|now|again|off)\b[\s.!]*)*", re.IGNORECASE
)
"""Words around a job that ask for nothing more."""


def _is_of_a_part(typed: str) -> bool:
    """`cancel the visit for 61` does not cancel the job."""
    place = references.place(typed)
    return place is not None and bool(_PART.search(typed[: place.start]))


def _words(
    words: str,
    command: str,
    before: str = "",
    after: str = "",
    *,
    alone: str = "",
    sure: bool = True,
    only: bool = False,
) -> dict[str, CommandWord]:
    """`put_on_hold` is three words."""
    names = [word.replace("_", " ") for word in words.split()]
    return dict.fromkeys(names, CommandWord(command, before, after, alone, sure, only))


def _status(words: str, status: str) -> dict[str, CommandWord]:
    return _words(words, "update", after=f"status: {status}")


def _value(words: str, field: str, *, sure: bool = True) -> dict[str, CommandWord]:
    """Names of a field, which ask what it is where no value follows."""
    return _words(words, "update", f"{field}: ", alone="show", sure=sure)


def _change(words: str, field: str) -> dict[str, CommandWord]:
    """What is done to a field; the form opens where no value follows."""
    return _words(words, "update", f"{field}: ", alone="update")


_VALUES = (
    _value("status state stage", "status")
    | _value("priority urgency prio", "priority")
    | _value("budget cost", "budget")
    | _value("contractor", "contractor")
    | _value("date start_date", "start")
    | _value("end end_date due deadline", "end")
    | _value("title", "title", sure=False)
    | _value("type trade category", "type", sure=False)
    | _value("description desc", "description", sure=False)
    | _value("address property", "address", sure=False)
    | _value("agent", "agent", sure=False)
    | _value("tenant tenants", "tenants", sure=False)
    | _value("access keys", "access details", sure=False)
    | _value("vat", "vat", sure=False)
    | _value("quote", "quote number", sure=False)
    | _value("invoice", "invoice number", sure=False)
)

COMMAND_WORDS: Mapping[str, CommandWord] = MappingProxyType(
    _words("create add log report", "new")
    | {"raise": CommandWord("new", to="priority: ")}
    | _words("edit change amend modify set mark put upd updt", "update")
    | _status("close done complete completed finish finished fixed resolve resolved", "complete")
    | _status("reopen re-open reopened", "reopened")
    | _status("cancel cancelled canceled call_off", "cancelled")
    | _status("hold pause park put_on_hold on_hold", "on hold")
    | _status("archive", "archived")
    | _words("unassign", "update", after="contractor: none")
    | _words("start", "update", "start: ", "status: in progress")
    | _VALUES
    | {
        f"{verb} {word}": replace(entry, alone="update", sure=True)
        for verb in ("update", "upd", "change", "edit", "set")
        for word, entry in _VALUES.items()
    }
    | _value("when", "start")
    | _change(
        "reschedule schedule postpone move rebook push push_back put_back bring_forward delay",
        "start",
    )
    | _change("prioritise prioritize escalate bump lower", "priority")
    | _change("assign reassign allocate give", "contractor")
    | _change("rename", "title")
    | _value("book", "start", sure=False)
    | _value("send", "contractor", sure=False)
    | _words("comment notes add_note add_a_note add_comment log_note", "note")
    | _words(
        "photo picture pictures pic pics add_photo add_photos add_pictures upload attach", "photos"
    )
    | _words("tell chase remind", "notify")
    | _words("undo revert rollback", "restore")
    | _words("hist changes", "history")
    | _words("search look", "find")
    | _words("list jobs", "mine")
    | _words("todo todos to-do to-dos tasks", "board", only=True)
    | _words("unfollow follows", "follow")
    | _words("following", "follow", only=True)
    | _words("mute unmute setting channel channel_settings", "settings")
    | _words("view see details info who where what", "show")
    | _words("what's whats who's whos where's wheres when's whens", "show")
    | _words("remove del", "delete")
    | _words("approvals approval approve reject", "board")
    | _words("? how_do how_to how_can how_does what_can what_do", "help")
    | _words("hi hello hey hiya morning commands", "help", only=True)
)
ABOUT_ONE: Mapping[str, str] = MappingProxyType({"open": "show", "mine": "show"})
"""Commands that mean another one where nothing but a job follows: `open 61`, `jobs 61`."""
MOST_WORDS = max(len(name.split()) for name in COMMAND_WORDS)
"""Words that a name has at most."""
_FILLED = frozenset(each.after for each in COMMAND_WORDS.values() if each.after)


def typed_by_hand(text: str) -> bool:
    """Whether the text after a reference is more than what a word such as `close` fills in."""
    return bool(text.strip()) and text.strip() not in _FILLED
