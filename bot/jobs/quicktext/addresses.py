"""Addresses in running text: `… at 12 Elm Row …`. The one that is meant, or a note: never another one."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.name_text import in_one_spelling
from bot.jobs.quicktext.address_ends import end_of_address, other_postcode
from bot.jobs.quicktext.address_words import HOUSES, SMALL, STREETS
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.choices import several
from bot.jobs.quicktext.corrected_addresses import listed_houses, other_houses, taken_back
from bot.jobs.quicktext.flats import begins_with_flat, has_flat, is_another_flat, is_house_of_flats
from bot.jobs.quicktext.name_words import NameMatch, Word, run_of, words_of
from bot.jobs.quicktext.notes import MOST_CHOICES, Note
from bot.jobs.quicktext.spelled_amounts import with_digits
from bot.jobs.quicktext.unknown_addresses import unknown_address

_NUMBER_SIGN = r"(?:(?:no|nos|nr|number|num|house)\b\.? ?|# ?)?"
_AT = re.compile(
    rf"(?:\b(?:at|in|@|address|property)|@)(?: property)? ?(?:the )?{_NUMBER_SIGN}$", re.IGNORECASE
)
_NO = re.compile(r"(?:\b(?:no|nr|number|num)\b\.? ?|# ?)$", re.IGNORECASE)
_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}")
_FLAT = r"(?:flat|flt|apartment|apt|unit|studio|room|rm|suite|bedsit|fl|(?<!error )(?<!fault )(?<!code )(?<!boiler )(?<!showing )f(?=\d\b(?! ?,)))"
_FLAT_BEFORE = re.compile(
    rf"\b(?:(?:flat|flt|apartment|apt|bedsit)|{_FLAT}\.? ?(?P<n>\d[\w/]*|[a-z]))(?:\s*,|\s+(?:at|in|of))*\s*$",
    re.IGNORECASE,
)
_FLAT_AFTER = re.compile(
    rf"\s*,?\s*\(?(?:{_FLAT}\.? ?(?P<n>\d[\w/]*|[a-z]\b)|(?P<s>\d{{1,2}}/\d{{1,2}})(?![\w/]))\)?",
    re.IGNORECASE,
)
_LISTED_BEFORE = re.compile(
    r"(?<![\w£/.:-])(?<!flat )(?<!unit )(?<!room )\d{1,3}[a-z]?\s*(?:&|\+|/|-|,|\band\b|\bor\b|\bto\b|,? ?\bthen\b)\s*$",
    re.IGNORECASE,
)
_FLATS_BEFORE = re.compile(
    rf"\b{_FLAT}s? (?P<n>\d{{1,3}}[a-z]?)\s*(?:&|\+|/|,|\band\b|\bor\b|\bto\b|-)\s*$", re.IGNORECASE
)
"""`flats 11 & 12 Tannery House`."""
_NO_HOUSE = re.compile(
    r"(?:\b(?:flat|flats|unit|apartment|apt|room|job|quote|order|invoice|ref|x|at|on|by|of|friday|monday|tuesday|wednesday"
    r"|thursday|saturday|sunday|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*)|£|#) ?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:opposite|opp|next(?: door)?(?: to)?|beside|behind|near|nr|close to|adjacent to|adj|outside(?: of)?|above|below|under"
    r"|underneath|over|in front of|rear of|back of|round from|around from|between|facing|by|past) (?:the )?$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:last (?:time|week|month|year)(?: (?:at|in|for))?|neighbou?rs?(?: (?:who lives?|living))?(?: (?:at|from|in|of))?|next door(?: (?:at|in))|(?:moved?|moving) (?:over |here )?from"
    r"|(?:keys?|set|fob|office)(?: (?:for (?:this|it)|to (?:this|it)|are|is|kept|held|back|left))* (?:at|from|with)) (?:the )?$",
    re.IGNORECASE,
)
"""`neighbour at 14 Elm Row`, `keys are at 5 Station Road`: somebody or something there, while the work is elsewhere."""
_STARTS = re.compile(rf"(?:^|[,;\n{CONSUMED}(]|[.:-] )\s*(?:the )?$", re.IGNORECASE)


def find_address(work: str, index: NameIndex) -> NameMatch | None:
    """The one address a text names, or a note about several or none."""
    sure: list[NameMatch] = []
    doubtful: NameMatch | None = None
    for match in _matches(work, index):
        if match.choice is not None:
            sure.append(match)
        elif doubtful is None or match.end - match.start > doubtful.end - doubtful.start:
            doubtful = match
    if len({match.choice for match in sure}) > 1:
        named = (work[each.start : each.end].strip() or each.choice for each in sure[:3])
        names = " and ".join(f"“{getattr(each, 'name', each)}”" for each in named)
        chosen = [match.choice for match in sure if match.choice]
        return _asked(f"Several addresses are named ({names}): please choose one.", chosen)
    if sure and sure[0].choice:
        if houses := other_houses(work, sure[0].choice, index):
            return _asked(
                "Several houses are named: please choose the address.", [sure[0].choice, *houses]
            )
        return sure[0]
    return doubtful or _spoken(work, index) or unknown_address(work, index)


def _spoken(work: str, index: NameIndex) -> NameMatch | None:
    """`fourteen elm row`, as a telephone writes down what is said: offered."""
    text = with_digits(work)
    if text == work:
        return None
    for match in _matches(text, index):
        asked = match.note.choices if isinstance(match.note, Note) else ()
        choices = (
            [match.choice] if match.choice else [each for each in asked if isinstance(each, Choice)]
        )
        if choices:
            words = " ".join(work[match.start : match.end].split()) or choices[0].name
            return _asked(f"“{words}” may be an address: press it if it is.", choices)
    return None


def _asked(note: str, choices: Sequence[Choice] = ()) -> NameMatch:
    """A question at the field; of few choices each can be pressed."""
    few = [*dict.fromkeys(choices)] if len(choices) <= MOST_CHOICES else []
    return NameMatch(0, 0, None, Note(note, "address_id", few))


def _matches(work: str, index: NameIndex) -> Iterator[NameMatch]:
    """Every address that is named, in order, none overlapping."""
    words = words_of(work)
    taken = 0
    for n, word in enumerate(words):
        before = work[max(0, word.start - 80) : word.start]
        lead = _AT.search(before)
        if word.start < taken or not (lead or _may_begin(words, n)):
            continue
        run = run_of(work, words, n)
        used, choices = index.longest(run)
        if not used or not choices:
            continue
        led = bool(lead) or bool(_STARTS.search(before))
        flat_after = _FLAT_AFTER.match(work, words[n + used - 1].end)
        flat_before = _FLAT_BEFORE.search(before)
        in_flat = bool((flat_after and flat_after["n"]) or (flat_before and flat_before["n"]))
        if not _is_address(
            run[:used], choices, led=bool(lead) or in_flat, starts=led, in_flat=in_flat
        ):
            continue
        match = _read(work, index, words[n : n + used], lead, choices)
        if match.choice and match.end > match.start:
            match = replace(match, end=end_of_address(work, match.end, match.choice))
        taken = max(match.end, words[n + used - 1].end)
        if match.choice and (code := other_postcode(work, match.end, match.choice)):
            typed = f"{work[match.start : match.end].strip()} {code}"
            match = _asked(
                f"“{typed}” has another postcode than {match.choice.name}: press it if it is the address.",
                [match.choice],
            )
        yield match


def _read(
    work: str,
    index: NameIndex,
    words: list[Word],
    lead: re.Match[str] | None,
    choices: list[Choice],
) -> NameMatch:
    """What these words, which name something, come to in their context."""
    begin, end = words[0].start, words[-1].end
    before, after = work[max(0, begin - 80) : begin], work[end:]
    typed = work[begin:end]
    offset = begin - len(before)
    start = offset + lead.start() if lead else begin
    if not lead and (sign := _NO.search(before)):
        start = offset + sign.start()
    if words[0].fold[:1].isdigit():
        listed = _LISTED_BEFORE.search(before)
        if flats := _FLATS_BEFORE.search(before):
            note = f"“{flats[0]}{typed}” may be several addresses: please choose one."
            return _asked(note, [*_flats(index, flats["n"], words), *choices])
        if listed and not _NO_HOUSE.search(before[: listed.start()].removesuffix("at ")):
            both = f"{listed[0]}{typed}".strip()
            note = f"“{both}” may be several addresses: please choose one."
            return _asked(note, listed_houses(index, listed[0], words))
    flat = (
        _FLAT_BEFORE.search(before[: start - offset] or before)
        if words[0].fold[:1].isdigit()
        else None
    )
    if flat := flat or _FLAT_BEFORE.search(before):
        return _with_flat(work, index, (offset + flat.start(), end), flat["n"], choices, words)
    if flat := _FLAT_AFTER.match(after):
        number = flat["n"] or flat["s"]
        if flat["n"] or any(has_flat(each, number) for each in choices):
            return _with_flat(work, index, (start, end + flat.end()), number, choices, words)
    if len(choices) > 1:
        return NameMatch(start, end, None, several(choices, "addresses", typed))
    if turned := taken_back(before, after, index, words, choices):
        return _asked(
            f"“{typed}{turned.words}” {turned.why}: please choose the address.", turned.choices
        )
    if elsewhere := _ELSEWHERE.search(before):
        why = f"“{elsewhere[0].strip()} {typed}” may not be where the work is"
        houses = [*choices, *other_houses(work, choices[0], index)]
        return _asked(f"{why}: press the address if it is.", houses)
    if is_another_flat(choices[0], words) or is_house_of_flats(choices[0], words):
        return _asked(f"“{typed}” may be {choices[0].name}: press it if it is.", choices)
    if beside := _BESIDE.search(before):
        where = f"{beside[0].strip()} {typed}"
        return NameMatch(
            start,
            start,
            choices[0],
            f"“{where}” was read as {choices[0].name}: please check the address.",
        )
    plain = fold(choices[0].name).startswith(" ".join([each.fold for each in words][:2]))
    plain = plain or fold(choices[0].name.split(",")[0]).removeprefix("the ") == fold(typed)
    note = "" if plain else f"“{typed}” was read as {choices[0].name}."
    return NameMatch(start, end, choices[0], note)


def _with_flat(
    work: str,
    index: NameIndex,
    span: tuple[int, int],
    number: str | None,
    choices: list[Choice],
    words: list[Word],
) -> NameMatch:
    """An address with its flat before or after it: the one that has both, or a question."""
    typed = work[slice(*span)].strip(" ,")
    if not number and len(choices) == 1 and begins_with_flat(choices[0], words[0].fold):
        return NameMatch(*span, choices[0], f"“{typed}” was read as {choices[0].name}.")
    if number:
        near = [*choices, *index.find(f"{number} {' '.join(each.fold for each in words)}", 20)]
        wanted = _canonical(" ".join(word.fold for word in words))
        some = {
            each.id: each
            for each in near
            if has_flat(each, number) and wanted <= _canonical(f"{each.name} {each.detail}")
        }
        if len(some) == 1:
            [choice] = some.values()
            begin = span[0]
            if at := re.search(r"\b(?:at|in) $", work[:begin], re.IGNORECASE):
                begin = at.start()
            note = (
                ""
                if fold(choice.name).startswith(fold(typed))
                else f"“{typed}” was read as {choice.name}."
            )
            return NameMatch(begin, span[1], choice, note)
    close = "" if not choices else f" {choices[0].name} is near it."
    note = f"I'm not sure which address “{typed}” is: please choose one.{close}"
    return _asked(note, choices)


def _flats(index: NameIndex, number: str, words: list[Word]) -> list[Choice]:
    """The other flat of the same house."""
    near = index.find(f"{number} {' '.join(word.fold for word in words[1:])}", MOST_CHOICES)
    return [each for each in near if has_flat(each, number)]


def _canonical(text: str) -> set[str]:
    """The words of an address in one spelling."""
    return set(in_one_spelling(text).split())


def _may_begin(words: list[Word], n: int) -> bool:
    """Whether an address may begin here without `at`: a number, `flat`, a postcode, a named house."""
    word = words[n].fold
    if word[0].isdigit() or word in SMALL or _POSTCODE.fullmatch(word):
        return True
    return len(word) > 2 and n + 1 < len(words)


def _is_address(
    phrase: list[str], choices: list[Choice], *, led: bool, starts: bool, in_flat: bool
) -> bool:
    """Whether these words are an address: a number and a street, a whole first line, a postcode.

    `in_flat`: the number of a flat stands beside them, so that any part of an address will do.
    """
    if _POSTCODE.search(" ".join(phrase)) and (len(phrase) >= 2 or _POSTCODE.fullmatch(phrase[0])):
        return True
    proper = [w for w in phrase if w.isalpha() and len(w) > 2 and w not in SMALL]
    numbered = any(
        a[0].isdigit() and (b in proper or b == "the") for a, b in itertools.pairwise(phrase)
    )
    if numbered and (led or phrase[-1] in STREETS):
        return True
    text = f" {' '.join(phrase)} "
    for choice in choices[:20]:
        house = fold(choice.name.split(",")[0])
        if house.removeprefix("the ") == text.strip().removeprefix("the ") and (
            (led and proper)
            or (starts and len(phrase) > 1 and (len(proper) > 1 or phrase[-1] in HOUSES))
        ):
            return True
        for line in f"{choice.name},{choice.detail}".split(","):
            part = fold(line)
            if not part or f" {part} " not in text:
                continue
            if (
                led
                and part == text.strip()
                and len(phrase) > 1
                and (phrase[-1] in HOUSES or in_flat)
            ):
                return True
            named = phrase[-1] in HOUSES and any(word not in HOUSES for word in proper)
            first = part == house and (len(proper) >= 2 or named)
            if (numbered or first) and any(w in proper for w in part.split()):
                return True
    return False
