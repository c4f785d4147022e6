"""Words that people type after /job for what has another name there.

A word is added by an entry here; a test runs each of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.jobs.references import split


@dataclass(frozen=True)
class CommandWord:
    """`command`: what it stands for. Where that takes a reference, `before` is put before the text
    after it, if there is any, and `after` behind it.
    """

    command: str
    before: str = ""
    after: str = ""

    def text(self, typed: str) -> str:
        """What the command is given for what was typed after the word."""
        if not (self.before or self.after):
            return typed
        reference, rest = split(typed)
        added = f"{self.before}{rest}" if rest else ""
        return " ".join(filter(None, (reference.word, added, self.after)))


def _words(words: str, command: str, before: str = "", after: str = "") -> dict[str, CommandWord]:
    return dict.fromkeys(words.split(), CommandWord(command, before, after))


COMMAND_WORDS: Mapping[str, CommandWord] = MappingProxyType(
    _words("create add raise log report", "new")
    | _words("edit change amend", "update")
    | _words("close done complete finish", "update", after="status complete")
    | _words("assign", "update", before="contractor: ")
    | _words("search look", "find")
    | _words("list jobs", "mine")
    | _words("view see", "show")
    | _words("remove", "delete")
)
