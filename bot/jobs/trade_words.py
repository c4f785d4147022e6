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

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import why_unreadable
from bot.jobs.denials import denied_after, denied_before, is_left_open
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold


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
        return re.compile(rf"(?<![\w'-])(?:{either})(?![\w'-])", re.IGNORECASE)

    def choice(self, index: NameIndex) -> Choice | None:
        """The one choice that is meant in this instance; None when none or several are."""
        choices = index.find("", 100)
        for name in map(fold, self.names):
            if same := [each for each in choices if fold(each.name) == name]:
                return same[0] if len(same) == 1 else None
            if some := [each for each in choices if f" {name} " in f" {fold(each.name)} "]:
                return some[0] if len(some) == 1 else None
        return None


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
        """How often the text names a thing of a trade."""
        return sum(len(entry.pattern.findall(text)) for entry in self.type)

    def type_in(self, text: str, index: NameIndex) -> tuple[Choice, str] | None:
        """The one type that the text speaks of, and by which word; None where it speaks of several."""
        found = list(_found(self.type, text, index))
        sure = [each for each in found if not each[2]] or found
        if len({choice.id for choice, _, _ in sure}) != 1:
            return None
        choice, word, _ = sure[0]
        return choice, word

    def priority_in(self, text: str, index: NameIndex) -> tuple[Choice, str] | None:
        """The priority that the text asks for, and by which word."""
        for choice, word, _ in _found(self.priority, text, index, hurry=True):
            return choice, word
        return None


def _found(
    table: Sequence[TradeWord], text: str, index: NameIndex, *, hurry: bool = False
) -> list[tuple[Choice, str, bool]]:
    return [
        (choice, " ".join(match[0].split()), entry.alone)
        for entry in table
        for match in entry.pattern.finditer(text)
        if not _NOT.search(text[max(0, match.start() - 40) : match.start()])
        and not _THING.match(text, match.end())
        and not (hurry and _is_taken_back(text, match))
        and (choice := entry.choice(index)) is not None
    ]


_NOT = re.compile(
    r"\b(?:not|non|isn'?t|wasn'?t|never|n't|less|un|semi|hardly|nearly|almost|no need|if|don'?t|rather than|instead of)"
    r"(?: an?| the| very| that| so| really| for| to be)?[ -]$",
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
        _entry(
            "gas & heating, heating & gas, heating, gas heating, gas, boiler, plumbing & heating",
            "boiler, boilers, heating, central heating, radiator, radiators, no hot water, hot water, thermostat, combi"
            ", pilot light, gas leak, smell of gas, gas safety, cp12, lgsr, gas cert, gas certificate",
        ),
        _entry(
            "plumbing, plumber, plumbing & drainage, plumbing & heating",
            "toilet, toilets, loo, wc, cistern, ballcock, tap, taps, sink, basin, stopcock, stop tap, plumber, pipe, pipes"
            ", pipework, burst pipe, drain, drains, blocked drain, waste pipe, overflow, u-bend, macerator, saniflo",
        ),
        _entry(
            "plumbing, plumber, plumbing & drainage",
            "leak, leaks, leaking, leaky, drip, drips, dripping",
            alone=True,
        ),
        _entry(
            "electrical, electrics, electrician, electric",
            "electrics, electrical, electrician, eicr, socket, sockets, fuse, fuses, fusebox, fuse box, consumer unit, rcd"
            ", tripping, lights, lighting, light switch, no power, no electric, no electricity, pat test, pat testing",
        ),
        _entry("damp & mould, damp & mold, damp, mould", "mould, mold, mouldy, damp, condensation"),
        _entry(
            "locksmith, locks, doors & locks, locks & security, security",
            "locksmith, locked out, lock out, lockout, lock change, change locks, change the locks, lost keys",
        ),
        _entry(
            "roofing, roof, roofing & guttering",
            "roof, roofer, gutter, gutters, guttering, slates, chimney, roof tiles",
        ),
        _entry(
            "pest control, pests",
            "mice, mouse, rats, rat, wasps, wasp nest, bedbugs, bed bugs, cockroaches, vermin, pest, pests",
        ),
        _entry(
            "glazing, windows & glazing, glazier, windows",
            "glazier, glazing, double glazing, broken window, broken pane",
        ),
        _entry(
            "appliances, appliance, white goods",
            "washing machine, dishwasher, fridge, freezer, oven, cooker, hob, tumble dryer, cooker hood",
        ),
        _entry(
            "gardening, garden, grounds maintenance, grounds",
            "hedge, hedges, lawn, grass, weeds, gardener, gardening",
        ),
        _entry("cleaning, cleaner", "cleaner, deep clean, end of tenancy clean, cleaning"),
        _entry(
            "decorating, decoration, painting",
            "redecorate, redecorating, decorator, repaint, repainting",
        ),
        _entry(
            "carpentry, joinery, carpenter, joiner",
            "carpenter, carpentry, joiner, joinery, skirting, floorboard, floorboards",
        ),
        _entry("fencing, fences", "fence, fences, fence panel, fence panels, fencing"),
    ),
    priority=(
        _entry(
            "emergency, critical, urgent, immediate, p1, priority 1, very high, high",
            "emergency, asap, a.s.a.p, urgent, urgently, immediately, straight away, straightaway, right away, gas leak"
            ", smell of gas, smell gas, smelling gas, burst pipe, flooding, flooded, sparking, electric shock, locked out"
            ", no heating with baby, no heating baby, no heating newborn, no hot water baby, baby no heating"
            ", newborn no heating, elderly no heating, no heating elderly, vulnerable no heating, no heating vulnerable",
        ),
    ),
)
