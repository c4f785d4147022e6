"""Firms in running text: `… with Ace Gas …`."""

import re
from collections.abc import Sequence

from bot.jobs.dates.vocabulary import TOMORROW, WEEKDAY
from bot.jobs.denials import (
    denied_after,
    denied_before,
    half_meant,
    half_meant_after,
    says_no,
)
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex
from bot.jobs.quicktext.alternatives import contrasts
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.choices import PLURAL, choose
from bot.jobs.quicktext.firm_context import WITH, is_of_somebody_else, one_of_several
from bot.jobs.quicktext.known_words import KnownWords
from bot.jobs.quicktext.name_words import NameMatch
from bot.jobs.quicktext.notes import MOST_CHOICES, Note
from bot.jobs.quicktext.short_names import Named, whole_names
from bot.jobs.quicktext.understood import clause_of, unknown_words
from bot.jobs.quicktext.understood import words_of as plain_words

_SHORTEST = 2
"""Words of a misspelt firm in running text."""
_SENT = re.compile(
    r"\b(?:send|sending|get|getting|use|using|book|booking|booked|instruct|instructed|appoint|appointed|try|want|prefer|have|chosen?|choose|chose|(?:gone|goes|going|went|go|over|back|on|give|given|pass|passed|hand|handed) (?:it |this |them )?to|it'?s|is)"
    r"(?: (?:in|out|round|over|the|just|now))? $",
    re.IGNORECASE,
)
_COMES = re.compile(
    r",? (?:are |is |r |will be |have |has |'ve )?(?:(?:just|now|all|still|been|also|both|already) )*(?:to (?=\x00)|to (?!be (?:asked|told|paid|informed)\b|(?:pay|know|let|give)\b)\w|can\b|could\b(?! (?:have|do with))|will\b(?! (?:\w+ )?be (?:in|there|home|around|about|away|out)\b)|'ll\b|doing\b|does\b|do it\b|attending\b|coming\b|going\b|booked\b|starting\b|starts?\b|got (?:it|this)\b"
    r"|assigned\b|appointed\b|instructed\b|agreed\b|confirmed\b|on it\b|pls\b|please\b|as usual\b)",
    re.IGNORECASE,
)
_ON_ANOTHER = re.compile(
    r"(?: \w+){0,3} (?:on|for|to) (?:job ?\d|[a-z]{2,8}[-–—]\d)", re.IGNORECASE
)
"""`Ace Gas are on JOB-057`: their work is another job."""
_PRICES = re.compile(r"\b(?:prices|quotes|quotations|estimates|bids|tenders)\b", re.IGNORECASE)
_A_PRICE = re.compile(r"[ :–-]*(?:at |for )?£? ?\d[\d,.]*\d")
"""Among several prices the one beside a name is theirs, and nobody is chosen yet."""
_A_DAY = re.compile(rf"\b(?:{WEEKDAY}|{TOMORROW})\b", re.IGNORECASE)


def _is_sent(work: str, begin: int, end: int, known: KnownWords) -> bool:
    """Whether words say that the firm is to come, or nothing else is said of it: `had Ace Gas out last winter` tells a story."""
    before, after = clause_of(work, begin, end)
    if _ON_ANOTHER.match(work[end:]):
        return False
    if _PRICES.search(work) and _A_PRICE.match(work[end:]):
        return False
    if WITH.search(before) or _SENT.search(before) or _COMES.match(work[end:]):
        return True
    before, after = (_A_DAY.sub(" ", each) for each in (before, after))
    if any(True for _ in unknown_words(after, known)):
        return False
    if not any(True for _ in unknown_words(before, known)):
        return True
    *_, last = ["", *plain_words(before)]
    stands_after = before.rstrip(" ").endswith(CONSUMED) or known.is_work(last)
    return stands_after and any(known.is_work(word) for word in plain_words(before))


def _is_before_another(after: str, choice: Choice, index: NameIndex) -> bool:
    """`not Ace Gas but Bob Jones`: the other one is meant."""
    but = _BUT.match(after)
    others = whole_names(after, index) if but else ()
    return any(each.start <= but.end() and choice not in each.choices for each in others if but)


_BUT = re.compile(r",? but (?:with |use |try |send |give it to |to |by )?", re.IGNORECASE)


def find_firm(
    work: str, index: NameIndex, known: KnownWords, named: Sequence[Named] | None = None
) -> NameMatch | None:
    """The one firm that is named, or why none is chosen: then `choice` is None, and `note` says it.

    Its words are taken only where the rest still reads: after `with` or `by`, or by themselves. `named`: where firms are
    named, by one word too; by default only by whole names.
    """
    hits: list[NameMatch] = []
    beside: list[str] = []
    maybe: list[Choice] = []
    ruled_out = in_its_place = False
    is_new = named is not None
    named = [*whole_names(work, index)] if named is None else named
    for each in named:
        begin, end, choice = each.start, each.end, each.choices[0]
        before, after = work[:begin], work[end:]
        if not each.whole and not _is_sent_by_a_word(work, each, known):
            maybe += _offered(work, each)
            continue
        if ruled_out:  # `Bob Jones, not Ace Gas`
            ruled_out = False
            continue
        ruled_out = contrasts(after, choice, index)
        if (no := denied_before(before)) and _is_before_another(after, choice, index):
            in_its_place = True
            continue
        if no:
            return _none(no + work[begin:end], _others(work, index, choice))
        if not ruled_out and (no := denied_after(after, people=True)):
            once = [choice] if is_new and _WAS_THERE.search(no) else []
            return _none(work[begin:end] + no, [*once, *_others(work, index, choice)])
        if not ruled_out and (
            is_of_somebody_else(work, begin, end)
            or not (in_its_place or not each.whole or _is_sent(work, begin, end, known))
        ):
            return _perhaps([choice, *(other for one in named for other in _offered(work, one))])
        if half := half_meant_after(after, state=False):
            sentence = half_meant(work[begin:end] + half, "Contractor")
            return NameMatch(0, 0, None, Note(sentence, "contractor_id", [choice]))
        hits.append(_taken(work, begin, end, choice, stays=ruled_out))
        beside.append(one_of_several(before, after, known.is_contractor))
    chosen = list(dict.fromkeys(hit.choice for hit in hits if hit.choice))
    if len(chosen) > 1:
        names = " and ".join(f"“{choice.name}”" for choice in chosen)
        note = f"Several contractors are named ({names}): please choose one."
        return NameMatch(0, 0, None, Note(note, "contractor_id", chosen))
    if chosen and (other := next(filter(None, beside), "")):
        words = f"{chosen[0].name} was left open because of “{other}”: press the name if they are to do the work."
        return NameMatch(0, 0, None, Note(words, "contractor_id", [*chosen, *maybe]))
    if hits:
        return hits[0]
    return _perhaps(maybe) if maybe else _misspelt(work, index)


def _taken(work: str, begin: int, end: int, choice: Choice, *, stays: bool) -> NameMatch:
    """The firm with those of its words that can leave the text."""
    before, after = work[:begin], work[end:]
    lead = WITH.search(before)
    alone = re.search(rf"(?:^|[,;\n{CONSUMED}(])\s*$", before)
    closes = re.match(rf"\s*(?:$|[,;\n{CONSUMED}).])|[/:+&|*-](?=\S)", after)
    separable = (lead or alone) and (closes or (lead and lead[0].strip().lower() != "for"))
    start = lead.start() if lead else begin
    return NameMatch(start, end if separable and not stays else start, choice)


def _perhaps(choices: Sequence[Choice]) -> NameMatch:
    """Nobody is chosen where it is not clear that somebody is sent; whoever is named is offered."""
    several = list(dict.fromkeys(choices))
    who = "Those who are named" if len(several) > 1 else several[0].name
    words = f"{who} may not be who is to do the work: press the name if they are."
    return NameMatch(0, 0, None, Note(words, "contractor_id", several))


def _is_sent_by_a_word(work: str, each: Named, known: KnownWords) -> bool:
    """Whether the one word that somebody is named by stands where somebody is sent, or alone in a line whose every
    other word is known: `doorbell, bob, friday`.
    """
    before, after = work[: each.start], work[each.end :]
    if not each.sure or denied_before(before) or denied_after(after, people=True):
        return False
    if is_of_somebody_else(work, each.start, each.end):
        return False
    if _is_told_to(work, each):
        return True
    beside = plain_words(" ".join(clause_of(work, each.start, each.end)))
    if "\n" in work.strip() or not _WHEN.issuperset(beside):
        return False
    if _GREETS.match(work) and not after.strip(" .!x"):
        return False  # who signs
    rest = f"{before},{after}"
    listed = (known.is_place, known.is_tenant)
    return all(any(has(word.casefold()) for has in listed) for word in unknown_words(rest, known))


_GREETS = re.compile(
    r"\s*(?:hi|hello|hiya|hey|dear|(?:good )?(?:morning|afternoon|evening))\b", re.IGNORECASE
)
_WHEN = frozenset(
    {
        *("today", "tonight", "tomorrow", "tmrw", "tmr", "tomoz", "mon", "tue", "tues", "wed", "weds", "thu", "thur", "thurs", "fri", "sat", "sun"),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "am", "pm", "asap", "pls", "please", "first", "thing"),
        *("morning", "afternoon", "evening", "on", "at", "the", "this", "next", "week", "wk", "day", "or", "and", "early", "late", "st", "nd", "th"),
    }
)  # fmt: skip
"""Words beside a name alone that say no more than when."""


def _is_told_to(work: str, each: Named) -> bool:
    before, _ = clause_of(work, each.start, each.end)
    return bool(WITH.search(before) or _SENT.search(before) or _COMES.match(work[each.end :]))


def _offered(work: str, each: Named) -> tuple[Choice, ...]:
    """Who is offered of those named; of several whom one word may mean only where somebody is sent."""
    before = work[: each.start]
    denied = denied_before(before) and not _INSTEAD.search(before)
    if denied or each.choices[MOST_CHOICES:]:
        return ()
    return each.choices if len(each.choices) == 1 or _is_told_to(work, each) else ()


_WAS_THERE = re.compile(
    r" (?:came|did|fixed|repaired|replaced|attended|visited|went|fitted|installed|looked)$",
    re.IGNORECASE,
)
"""`Ace Gas attended monday`: who was there once may go again."""
_INSTEAD = re.compile(r"\bif not,? (?:(?:try|use|get|send|ask) )?$", re.IGNORECASE)


def _none(words: str, others: list[Choice]) -> NameMatch:
    """Nobody is chosen where somebody is ruled out; whoever else is named is offered."""
    return NameMatch(0, 0, None, Note(says_no(words, "Contractor"), "contractor_id", others))


def _others(work: str, index: NameIndex, choice: Choice) -> list[Choice]:
    """The other firms that are named and not ruled out."""
    return [
        other
        for each in whole_names(work, index)
        for other in each.choices
        if other != choice
        and not denied_before(work[: each.start])
        and not denied_after(work[each.end :], people=True)
    ]


def _misspelt(work: str, index: NameIndex) -> NameMatch | None:
    """A name that is nearly a firm's, where one is sent or comes: offered."""
    leads = [match.end() for lead in (_SENT_ON, _BEGINS) for match in lead.finditer(work)]
    for at in leads[:_MOST_LEADS]:
        length, choice, note = choose(work[at:], index, PLURAL["contractors"])
        words = work[at : at + length].split()
        if choice is not None and note and len(words) >= _SHORTEST:
            some = f"“{' '.join(words)}” may be {choice.name}: press the name if they are to do the work."
            return NameMatch(0, 0, None, Note(some, "contractor_id", [choice]))
    return None


_SENT_ON = re.compile(
    r"\b(?:with|by|via|using|send|get|use|book|give (?:it |this )?to|assign(?:ed)?(?: to)?) (?=[A-Za-z])",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:^|[,;.\n] ?)(?=[A-Z]\w+ [A-Z]\w+ (?:are|is|to|will|can)\b)")
_MOST_LEADS = 4
