"""Firms in running text: `… with Ace Gas …`."""

import re

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.name_words import NameMatch, run_of, words_of

_WITH = re.compile(
    r"(?:\b(?:with|by|via|using|contractor|engineer|assign(?:ed)? to|assign|give to|send to|for) ?)$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:not|never|cannot|no longer|without|instead of|rather than|other than|except|apart from|(?:any|every|all)\w* but|avoid|previously|formerly|was)"
    r"|n['’]?t|\bdont) (?:(?:use|using|send|sending|call|ring|book|give|it|go|assign(?:ed)?|to|with|via|by|for|the) )*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r" (?:(?:are|is|was|were|have|has|had) )?(?:\w+n['’]t\b|(?:cant|wont|didnt|cannot|can not|refus\w+|declin\w+|cancel\w+|no longer|never"
    r"|not|unavailable|failed|let us down|pulled out|no[- ]shows?|too busy|too dear|too expensive)\b)",
    re.IGNORECASE,
)
"""Words that say that a firm is not to come, or did not: it is left in the text and not chosen."""
_COMPANY = frozenset({"ltd", "limited", "plc", "llp", "co", "uk"})


def find_firm(work: str, index: NameIndex) -> NameMatch | None:
    """The one firm whose whole name (of two words or more) is in the text.

    Its words are taken only where the rest still reads: after `with` or `by`, or by themselves.
    """
    words = words_of(work)
    hits: list[NameMatch] = []
    for n, word in enumerate(words):
        run = run_of(work, words, n)
        used, choices = index.longest(run)
        whole = [choice for choice in choices if _is_whole(run[:used], choice)]
        if used < 2 or len(whole) != 1:
            continue
        end = words[n + used - 1].end
        before, after = work[: word.start], work[end:]
        if _NOT_BEFORE.search(before) or _NOT_AFTER.match(after):
            return None
        lead = _WITH.search(before)
        alone = re.search(rf"(?:^|[,;\n{CONSUMED}(])\s*$", before)
        closes = re.match(rf"\s*(?:$|[,;\n{CONSUMED}).])|[/:+&|*-](?=\S)", after)
        separable = (lead or alone) and (closes or (lead and lead[0].strip().lower() != "for"))
        start = lead.start() if lead else word.start
        hits.append(NameMatch(start, end if separable else start, whole[0]))
    return hits[0] if len({hit.choice for hit in hits}) == 1 else None


def _is_whole(phrase: list[str], choice: Choice) -> bool:
    name = [word for word in fold(choice.name).split() if word not in _COMPANY]
    return [word for word in phrase if word not in _COMPANY] == name
