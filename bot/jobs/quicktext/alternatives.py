"""Another value beside one that is named: `high or urgent`, `Ace Gas, no wait, Bob Jones`. The field stays open."""

import re

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.name_words import words_of

_CORRECTS = (
    r"(?:no|nope|sorry|actually|wait|hang on|i mean|make (?:it|that)|or rather|rather|correction|scrap that|oops|meant"
    r"|should be|instead)"
)
_OTHER = re.compile(
    rf"(?P<or>\s*(?:[,?]\s*)?\b(?:or|and/or|vs|versus|otherwise|failing that|if not)\b|\s*/\s*|\s*[,.;:-]*\s*\b{_CORRECTS}\b)"
    r"|\s*(?:\band\b|\bto\b|[&+-])",
    re.IGNORECASE,
)
_THEN = re.compile(
    rf"[\s,.:-]*(?:(?:{_CORRECTS}|maybe|possibly|perhaps|even|else|then|if|not|the|with|to|try|use|an?|contractor"
    r"|priority|status)\b[\s,.:-]*){0,4}",
    re.IGNORECASE,
)
_MOST_WORDS = 6
_NEAR = 80
"""Characters after a value that are looked at."""


def other_after(after: str, choice: Choice, index: NameIndex) -> tuple[int, Choice | None]:
    """Another choice that is set beside this one (`or Bob Jones`, `, no wait, low`): where it ends in `after`."""
    joined = _OTHER.match(after)
    if joined is None:
        return 0, None
    begin = _THEN.match(after, joined.end())
    at = begin.end() if begin else joined.end()
    words = words_of(after[at : at + _NEAR])[:_MOST_WORDS]
    run = [word.fold for word in words]
    used, choices = index.longest(run)
    if not used or not choices or choice in choices:
        return 0, None
    phrase = " ".join(run[:used])
    whole = [each for each in choices if _same(each.name, phrase)]
    if not whole and not (joined["or"] and len(run[0]) > 2):
        return 0, None
    return at + words[used - 1].end, (whole or choices)[0]


_BUT_NOT = re.compile(
    r",?(?: now| today)?,? (?:and |but )?(?:not|instead of|rather than)(?: (?:with|by|to|the))? ",
    re.IGNORECASE,
)


def contrasts(after: str, choice: Choice, index: NameIndex) -> bool:
    """Whether another choice is ruled out right after this one, which then is meant: `Bob Jones, not Ace Gas`."""
    lead = _BUT_NOT.match(after)
    if lead is None:
        return False
    words = words_of(after[lead.end() : lead.end() + _NEAR])[:_MOST_WORDS]
    used, choices = index.longest([word.fold for word in words])
    return used > 0 and bool(choices) and choice not in choices


def joined(gap: str) -> bool:
    """Whether nothing but `or`, `and`, a slash or a correction stands between two values."""
    match = _OTHER.match(gap)
    if match is None:
        return bool(re.fullmatch(r"\s*(?:-|to)\s*", gap))
    rest = _THEN.match(gap, match.end())
    return (rest.end() if rest else match.end()) >= len(gap)


def _same(name: str, phrase: str) -> bool:
    folded = fold(name)
    start = fold(re.split(r"\s[-–(/:]|[(/:]", name)[0])
    return phrase in (folded, start)


def names_two(words: str, label: str) -> str:
    return (
        f"“{' '.join(words.split())}” names more than one, so {label} is left open: please choose."
    )
