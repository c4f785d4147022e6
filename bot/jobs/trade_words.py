"""The trade's own words: `boiler` says which type a job is, `asap` how urgent it is. One table, replaceable.

`TRADE_WORDS_FILE` names a TOML file that takes the place of the built-in table:

[[type]]                          # the instance's own type is the one whose name has one of these
names = ["heating", "gas"]
words = ["boiler", "radiator", "no hot water"]

[[type]]
names = ["plumbing"]
words = ["leak"]
alone = true                      # counts only where no other type's word is in the text

[[priority]]
names = ["emergency", "urgent", "high"]
words = ["asap", "gas leak"]
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import why_unreadable
from bot.jobs.denials import denied_after, denied_before, is_left_open
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.trade_vocabulary import PRIORITIES, TYPES, TYPES_ALONE


class BadTradeWords(ValueError):
    """The file can't be used; the text is one sentence for the operator."""


class TradeWord(BaseModel):
    """`words` in a text mean the choice whose name has one of `names`, the first that an instance has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: tuple[str, ...] = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=1)
    alone: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self.words, key=len, reverse=True)
        either = "|".join(r"\W+".join(map(re.escape, word.split())) for word in longest_first)
        return re.compile(rf"(?<![\w-])(?<!\w')(?:{either})(?![\w-])(?!'(?!s\b))", re.IGNORECASE)

    def choice(self, index: NameIndex) -> Choice | None:
        """The one choice that is meant in this instance; None when none or several are."""
        choices = index.find("", 100)
        for name in map(fold, self.names):
            if same := [each for each in choices if fold(each.name) == name]:
                return same[0] if len(same) == 1 else None
            if some := [each for each in choices if f" {name} " in f" {fold(each.name)} "]:
                return some[0] if len(some) == 1 else None
        return None


class _Found(NamedTuple):
    """A word of the table in a text, and which choice it speaks for."""

    choice: Choice
    word: str
    alone: bool
    start: int
    end: int


class TradeWords(BaseModel):
    """The table, in order: of priorities, the first whose word is in the text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: tuple[TradeWord, ...] = ()
    priority: tuple[TradeWord, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """All single words of the types, in lower case."""
        return frozenset(
            part for entry in self.type for word in entry.words for part in word.casefold().split()
        )

    def speaks_of_a_trade(self, text: str) -> bool:
        return any(entry.pattern.search(text) for entry in self.type)

    def times_named(self, text: str) -> int:
        """How many things of a trade the text names."""
        return len({each.casefold() for entry in self.type for each in entry.pattern.findall(text)})

    def type_in(self, text: str, index: NameIndex) -> tuple[Choice, str] | None:
        """The one type that the text speaks of, and by which word; None where it speaks of several, or only says where."""
        found = self._of_types(text, index)
        if all(_only_says_where(text, each) for each in found):
            return None
        words = {each.start for each in found}
        meant = [
            each
            for each in found
            if {other.start for other in found if other.choice == each.choice} == words
        ]
        if len({each.choice for each in meant}) != 1:
            return None
        return meant[0].choice, meant[0].word

    def words_in(self, text: str, index: NameIndex) -> dict[Choice, str]:
        """The types that the text may speak of, each with a word that says so."""
        return {each.choice: each.word for each in reversed(self._of_types(text, index))}

    def spoken_for(self, text: str, index: NameIndex, choice: Choice) -> str:
        """The text without the words of other types that hold the name of this one: for Gas without `gas cert`."""
        found = _found(self.type, text, index)
        speak = {each.start for each in found if each.choice == choice}
        for each in found:
            if each.start not in speak and f" {fold(choice.name)} " in f" {fold(each.word)} ":
                text = text[: each.start] + ";" * (each.end - each.start) + text[each.end :]
        return text

    def _of_types(self, text: str, index: NameIndex) -> list[_Found]:
        """The words that count: those that count only alone, and those that only say where, give way to others."""
        found = _found(self.type, text, index)
        sure = [each for each in found if not each.alone or _JOINED.search(text[: each.start])]
        if sure and all(_WHERE.search(text[: each.start]) for each in sure):
            return found
        found = sure or found
        if len({each.choice for each in found}) > 1:
            found = [each for each in found if not _WHERE.search(text[: each.start])] or found
        return found

    def priority_in(self, text: str, index: NameIndex) -> tuple[Choice, str] | None:
        """The priority that the text asks for, and by which word."""
        for each in _found(self.priority, text, index, hurry=True):
            return each.choice, each.word
        return None


def _found(
    table: Sequence[TradeWord], text: str, index: NameIndex, *, hurry: bool = False
) -> list[_Found]:
    found = [
        _Found(choice, " ".join(match[0].split()), entry.alone, match.start(), match.end())
        for entry in table
        for match in entry.pattern.finditer(text)
        if not _NOT.search(text[max(0, match.start() - 40) : match.start()])
        and not (hurry and (_THING.match(text, match.end()) or _is_taken_back(text, match)))
        and (hurry or not _is_no_work(text, match))
        and (choice := entry.choice(index)) is not None
    ]
    return [each for each in found if hurry or not _is_part_of(each, found)]


def _is_part_of(one: _Found, found: Sequence[_Found]) -> bool:
    """Of `light switch` not the light, of `boiler light` neither."""
    return any(
        (each.start <= one.start and one.end <= each.end and len(each.word) > len(one.word))
        or (each.end + 1 == one.start and one.word.casefold() in _VERBS)
        for each in found
    )


_BY = r"by|near|under|underneath|above|below|over|behind|beside|next to|opposite"
_ITS = r" (?:(?:the|a|an|her|his|their|my|our|your) )?(?:\w+ )?$"
_BESIDE = re.compile(rf"\b(?:{_BY}){_ITS}", re.IGNORECASE)
"""`worktop swollen by the sink`."""
_WHERE = re.compile(
    rf"\b(?:{_BY}|in|inside|(?<=ing )on|onto|at|from|through|thru|into|around){_ITS}", re.IGNORECASE
)
"""`light in the loo`, `toilet leaks through the kitchen light`: the second says where."""
_JOINED = re.compile(
    r"(?:\b(?:and|plus|also)|[&+]) (?:(?:a|an|the|new|small|slow) )*$", re.IGNORECASE
)
"""`boiler and a leak`: two matters."""
_NO_WORK = re.compile(
    r" (?:cupboard|cabinet|hatch|room|bills?|keys?)\b|(?:'s)?(?: itself)?(?: is| are| was)? (?:fine|ok|okay|works)\b",
    re.IGNORECASE,
)
"""`boiler cupboard door`, `the boiler's ok`."""
_OVER = re.compile(
    r"\b(?:after|following|since) (?:the|a|an|that|her|last) (?:\w+ )?$", re.IGNORECASE
)
"""`ceiling, after the leak`."""
_VERB = re.compile(
    r"(?:\b(?:\w+n'?t|not|to|will|cannot|pilot|warning|red|green|orange|amber|day|natural|roof|sky|traffic) )$",
    re.IGNORECASE,
)
"""`won't light`: what a fire does."""


def _only_says_where(text: str, each: _Found) -> bool:
    """Whether the thing stands beside the work, or is the room where it is: `heater in the loo`."""
    before = text[: each.start]
    room = each.word.casefold() in _ROOMS and _IN.search(before)
    return bool(room or _BESIDE.search(before))


_IN = re.compile(rf"\b(?:in|inside|of){_ITS}", re.IGNORECASE)


def _is_no_work(text: str, match: re.Match[str]) -> bool:
    """Whether the thing of a trade is named, but something else is the work."""
    before = text[: match.start()]
    light = match[0].casefold() in _VERBS
    if light and (_VERB.search(before) or _LITTLE.match(text, match.end())):
        return True
    if match[0].casefold() in _ROOMS and _OF_A_ROOM.match(text, match.end()):
        return True
    return bool(_NO_WORK.match(text, match.end()) or _OVER.search(before))


_LITTLE = re.compile(r" (?:touch|clean|duty|weight|damage|staining|decorat\w*)\b", re.IGNORECASE)
_VERBS = frozenset({"light", "lights"})
_ROOMS = frozenset({"toilet", "toilets", "loo", "wc"})
_OF_A_ROOM = re.compile(
    r" (?:door|lock|window|walls?|ceiling|light|lights|fan|blind|heater|radiator)\b", re.IGNORECASE
)


_NOT = re.compile(
    r"\b(?:not|non|isn'?t|wasn'?t|never|n't|less|un|semi|hardly|nearly|almost|no need|if|don'?t|rather than|instead of)"
    r"(?: an?| the| very| that| so| really| for| to be| too| \w+ly)?[ -]$",
    re.IGNORECASE,
)


def _is_taken_back(text: str, match: re.Match[str]) -> bool:
    """`not that urgent`, `asap not needed`, `urgent?`."""
    after = text[match.end() : match.end() + 80]
    before = text[max(0, match.start() - 80) : match.start()]
    return bool(
        denied_before(before)
        or denied_after(after, people=False)
        or after.startswith("?")
        or _NONE_OF_IT.search(before)
        or is_left_open(before)
        or _IS_OVER.match(after)
    )


_NONE_OF_IT = re.compile(
    r"\b(?:no|nor|without|stopped|past|previous|old|last|after(?: the)?|in (?:an|any|case of(?: an)?)|(?:would|could|might|may) be)(?: more| longer| further)? $",
    re.IGNORECASE,
)
"""`no smell of gas`, `after flooding`."""
_IS_OVER = re.compile(
    r",? (?:(?:is|was|has|been|now|all|already|which|that|got) ){0,3}(?:fixed|sorted|stopped|repaired|resolved|isolated|capped|over|gone|dealt with|made safe"
    r"|(?:plumber|electrician|locksmith|glazier|engineer|contractor|team|call ?out)s? (?:came|attended|was|were|has|had|did|visited|went|left|made|fixed)"
    r"|ruled out|last (?:night|week|month|year|winter|summer)|yesterday|years? ago|months? ago)\b",
    re.IGNORECASE,
)


_THING = re.compile(
    r" (?:light\w*|exits?|escape|stop|cords?|pull|call\w*|contacts?|numbers?|care|exit|procedure|lines?|buttons?|switch|access)\b",
    re.IGNORECASE,
)
"""`emergency light` asks for no hurry."""


def read_trade_words(path: Path | None) -> TradeWords:
    """The file's table, or the built-in one without a file. Raises `BadTradeWords`."""
    if path is None:
        return BUILT_IN
    try:
        return TradeWords.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise BadTradeWords(f"{path} can't be read: {why_unreadable(error)}.") from None
    except tomllib.TOMLDecodeError as error:
        raise BadTradeWords(f"{path} is not TOML: {error}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BadTradeWords(f"{path}, {where}: {first['msg']}.") from None


def _entry(names: str, words: str, *, alone: bool = False) -> TradeWord:
    parts = (tuple(part.strip() for part in text.split(",")) for text in (names, words))
    return TradeWord(names=next(parts), words=next(parts), alone=alone)


BUILT_IN = TradeWords(
    type=(
        *(_entry(names, words) for names, words in TYPES),
        *(_entry(names, words, alone=True) for names, words in TYPES_ALONE),
    ),
    priority=tuple(_entry(names, words) for names, words in PRIORITIES),
)
