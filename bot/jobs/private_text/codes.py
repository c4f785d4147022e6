"""Codes in running text: door, alarm, key-safe codes, passwords, in the order and spelling people use.

A *trigger* (`key safe`, `door code`, `punch in`) and a code that only linking words part from it. What
goes with them (a second code, `for the office`, `to get in`) is of the same span.
"""

import re
from collections.abc import Iterator, Sequence

from bot.jobs.private_text import vocabulary as words
from bot.jobs.private_text.dialled import dialled
from bot.jobs.private_text.extent import after_aside, extent
from bot.jobs.private_text.keyed import (
    ending_in_a_key,
    in_a_row,
    is_owners_pin,
    of_networks,
    pressed,
    shaped,
)
from bot.jobs.private_text.line import DATE, Line, Span, Strength
from bot.jobs.private_text.spans import merged_spans
from bot.jobs.private_text.tokens import (
    MOST_JOINED,
    digits,
    is_measure,
    is_of_lead,
    is_price_or_time,
    looks_coded,
)
from bot.jobs.private_text.told import told
from bot.jobs.private_text.unsaid import unsaid
from bot.jobs.private_text.without_label import unlabelled
from bot.jobs.private_text.worth_a_look import STARTS, worth_a_look

_MOST_LINKS = 9
_DIRECT = frozenset({"£", "is", "are", "=", ":", "-", "#", "(", "[", "no", "no.", "number", "."})
_SEPARATED = re.compile(r"\d{1,4}(?:[-/.]\d{1,4}){1,3}")
"""May be a day, or a code."""
_BARE = re.compile(r"(?!(?:19|20)\d\d$)\d{4,6}")
_MODEL = re.compile(r"[a-z]{2,4}\d{2,4}")
_PRINTED = re.compile(r" ?(?:no\.?|number|nr|serial)?[ :]{0,2}#?\d{5,}(?!\w)", re.IGNORECASE)
"""The number on a fob."""
_FEW = re.compile(r"\d{1,3}|no\.?|nos|number|nr")
_MIXED = re.compile(r"(?=.*[a-z]{3})(?=.*\d)[\w.-]{5,}", re.IGNORECASE)
_MOST_UNKNOWN = 4
"""Words that nobody knows between a password's or a code's label and itself."""
_NOW = frozenset({"now", "new", "it's", "its", "is", "use", "try", "currently", "just"})
_OTHERS = words.OTHER_CODES | words.COUNTED - {"year"} | {"to", "no", "£"}
_BESIDE = frozenset({"to", "by", "near", "beside", "behind", "under", "the", "at", "on"})
_BUTTONS = re.compile(r"[A-Z]\d{2,5}[A-Z]")
_CLAUSE_MARKS = frozenset({",", ";", "\n", "\x00", "(", ")", "[", "]", "-", ".", "/"})


def codes(work: str, known: Sequence[Span] = ()) -> list[Span]:
    """Where codes stand with the words that go with them; none overlap. `known`: spans that were
    read as something else (an address, a day, money): only what directly follows a trigger is a
    code there.
    """
    return _Codes(work, known).found() if worth_a_look(work) else []


class _Codes:
    def __init__(self, work: str, known: Sequence[Span]) -> None:
        self.work = work
        self.line = Line(work, known)
        self.tokens = self.line.tokens
        self.spans: list[Span] = []

    def found(self) -> list[Span]:
        for n in [n for n, token in enumerate(self.tokens) if token.low in STARTS]:
            for strength, end in self._triggers(n):
                if span := self._after(n, end, strength) or self._before(n, end, strength):
                    self.spans.append(span)
                    break
        for found in (pressed, shaped, in_a_row, ending_in_a_key, unsaid, told, dialled):
            self.spans += found(self.line)
        self.spans += of_networks(self.work)
        self.spans += unlabelled(self.line, self.spans)
        return merged_spans(self.work, self.spans)

    # triggers

    def _triggers(self, n: int) -> Iterator[tuple[Strength, int]]:
        """What begins here: how sure, and the token after it."""
        low = self.tokens[n].low
        pair = (low, self.tokens[n + 1].low) if n + 1 < len(self.tokens) else (low, "")
        before = self.tokens[n - 1].low if n else ""
        if pair in words.TWO_WORDS and not (low == "safe" and before in words.NOT_A_SAFE):
            sure: Strength = (
                "code" if pair[1].startswith(("code", "word", "number", "no")) else "safe"
            )
            yield ("alarm" if pair[0] == "entry" else sure), n + 2
        if low == "pass" and _MIXED.fullmatch(pair[1]):
            yield "code", n + 1
        if (
            low in words.CODE_WORDS
            and (before not in words.OTHER_CODES or is_owners_pin(self.line, n))
            and not (low in words.PINS and pair[1] in words.HAVE_PRONGS)
            and not is_of_lead(self.tokens, n)
        ):
            yield "code", n + 1
        elif low in words.SAFES and (
            low != "ks"
            or self.line.coded(n + 1)
            or self.tokens[n].text == "KS"
            or (pair[1] in {"-", "/", "#", ":", "="} and self.line.coded(n + 2))
        ):
            yield "safe", n + 1
        elif low == "safe" and before not in words.NOT_A_SAFE:
            yield "door", n + 1
        elif low == "fob" and _PRINTED.match(self.work, self.tokens[n].end):
            return
        elif low in words.ALARMS and before not in words.NO_BURGLAR:
            yield ("access" if low == "access" else "alarm"), n + 1
        elif (low in words.LOCK_MAKERS and _MODEL.fullmatch(pair[1])) or pair[
            1
        ] in words.GATES_OF_STREETS:
            return
        elif low in words.DOORS and not (low.endswith("s") and len(pair[1]) == 1):
            yield "door", n + 1
        elif low in words.VERBS and not (low in words.ALSO_THINGS and _FEW.fullmatch(pair[1])):
            yield "verb", n + 2 if pair[1] in {"in", "the", "code"} else n + 1

    # a code after its trigger

    def _after(self, n: int, end: int, strength: Strength) -> Span | None:
        at, linked, direct = end, 0, True
        while at < len(self.tokens) and linked <= _MOST_LINKS:
            token = self.tokens[at]
            if token.text == "£" and self.line.coded(at + 1) and direct and strength == "code":
                at, linked = at + 1, linked + 1
                continue
            if end_of_aside := after_aside(self.line, at):
                at, linked = end_of_aside, linked + 1
                continue
            if stop := self.line.known_end(at):
                if direct and self.line.is_code(at, strength, direct=True):
                    return extent(self.line, n, self.line.whole(at))
                at, linked, direct = stop, linked + 1, False
                continue
            if len(token.text) == 1 and self._counts_digits(at):
                at, linked, direct = at + 2, linked + 1, False
                continue
            if self.line.is_code(at, strength, direct=direct):
                return extent(self.line, n, self.line.whole(at))
            if direct_word := self.line.word_code(at, end, strength):
                return extent(self.line, n, direct_word)
            if strength == "verb" and token.low not in _DIRECT | {"in", "code", "the", "to"}:
                return None
            if token.low in words.NUMBERED and self.line.numbered(at):
                at, linked, direct = at + 2, linked + 1, False
                continue
            if token.text == "," and self._goes_on(at):
                at += 1
                continue
            if token.ends_clause or token.low not in words.LINKS:
                return self._later_password(n, end, at) or self._later(n, at, strength)
            direct = direct and token.low in {
                *_DIRECT,
                "it's",
                "its",
                "use",
                *words.CODE_WORDS,
                "changed",
                "now",
                "to",
                "was",
                "new",
            }
            at, linked = at + 1, linked + 1
        return None

    def _later_password(self, n: int, end: int, at: int) -> Span | None:
        """`pw for the tenants portal hunter2`: letters and figures in one word, soon after the word for it."""
        if self.tokens[end - 1].low not in words.PASSWORDS - words.HALVES | {"pass"}:
            return None
        for later in range(at, min(at + _MOST_UNKNOWN, len(self.tokens))):
            token = self.tokens[later]
            if not re.fullmatch(r"[\w'.-]+", token.text) or self.line.known_end(later):
                return None
            if _MIXED.fullmatch(token.text) and not words.NO_PASSWORD.fullmatch(token.text):
                return extent(self.line, n, later + 1)
        return None

    def _later(self, n: int, at: int, strength: Strength) -> Span | None:
        """`pin for the lift 9034`, `keysafe left hand bush 4471`: a bare number that words nobody knows part from it.

        A word with a capital right before it makes it that thing's own (`keypad Videx 4000`).
        """
        talks_of_faults = words.FAULT_TALK.search(self.work, *self._around(n))
        if strength not in {"code", "safe"} or (strength == "code" and talks_of_faults):
            return None
        for later in range(at, min(at + _MOST_UNKNOWN + 1, len(self.tokens))):
            token, before = self.tokens[later], self.tokens[later - 1]
            if _BARE.fullmatch(token.text) or _BUTTONS.fullmatch(token.text):
                named = before.text[:1].isupper() and not self.work.isupper()
                other = (
                    named or self.line.known_end(later) or self.line.counted(later) or is_measure(self.tokens, later)
                    or before.low in words.OTHER_CODES
                )  # fmt: skip
                return None if other else extent(self.line, n, self.line.whole(later))
            if not re.fullmatch(r"[a-z'.-]+|[(\[]", token.text, re.IGNORECASE) or (
                token.low in _OTHERS and not (strength == "safe" and before.low in _BESIDE)
            ):
                return None
        return None

    def _counts_digits(self, at: int) -> bool:
        """`lock box 4 digits 0917`."""
        return at + 1 < len(self.tokens) and self.tokens[at + 1].low in {
            "digit",
            "digits",
            "figures",
            "numbers",
        }

    def _around(self, n: int) -> tuple[int, int]:
        """Where the clause of a trigger begins, 40 characters before it at most, and 40 after it."""
        start, end = self.tokens[n].start, self.tokens[n].end
        far = max(0, start - 40)
        return max(far, max(self.work.rfind(mark, far, start) for mark in ",;.\n") + 1), end + 40

    def _goes_on(self, at: int) -> bool:
        """Whether the code comes right after this comma, or after `now` and the like: `code's changed, now 8805`."""
        lead = at + 1
        while lead < len(self.tokens) and lead < at + 3 and self.tokens[lead].low in _NOW:
            lead += 1
        return self.line.coded(lead)

    # a code before its trigger

    def _before(self, n: int, end: int, strength: Strength) -> Span | None:
        """`1234 keysafe`, `1234 is the gate code`, `4471 opens the padlock`."""
        if strength in {"verb", "access"}:
            return None
        at, link = n - 1, ""
        year = bool(n > 1 and re.fullmatch(r"(?:19|20)\d\d", self.tokens[n - 2].text))
        while at >= 0 and n - at < 7:
            token = self.tokens[at]
            if looks_coded(token.text):
                break
            if token.low in {"is", "for", "on", "opens", "unlocks", "=", "gets", "to", "into"}:
                link = link or token.low
            elif token.low not in words.LEADING | {
                "of",
                "code",
                "(",
                "-",
                "open",
                "unlock",
            } and not (token.low in {":", ")", "="} and strength in {"code", "safe"} and not year):
                return None
            at -= 1
        if at < 0 or not looks_coded(self.tokens[at].text):
            return None
        if _SEPARATED.fullmatch(self.tokens[at].text) and self._opens_it(at, strength):
            return extent(self.line, at, end)
        timed = strength in {"alarm", "door"} and is_price_or_time(self.tokens, at)
        if self.line.known_end(at) or self.line.is_product(at) or timed:
            return None
        least_at = max(at - MOST_JOINED, 0)
        while (
            at > least_at and looks_coded(self.tokens[at - 1].text) and self.line.whole(at - 1) > at
        ):
            at -= 1
        count, text = sum(digits(each.text) for each in self.tokens[at:n]), self.tokens[at].text
        least = 3 if strength in {"code", "safe"} or (link and link not in {"for", "to"}) else 4
        if (
            self.line.counted(at)
            or count < least
            or DATE.fullmatch(text)
            or is_measure(self.tokens, at)
        ):
            return None
        if strength in {"alarm", "door"} and not link and not self._closes(at, end):
            return None
        if strength == "code" and not link and re.fullmatch(r"[a-z]\d\d", text, re.IGNORECASE):
            return None
        return extent(self.line, at, end)

    def _closes(self, at: int, end: int) -> bool:
        """`4471 gate`: a bare number, no make's (`Videx 4000 gate`), and what it opens ends the clause."""
        before = self.tokens[at - 1] if at else None
        named = before is not None and (before.text.istitle() or before.low in words.OTHER_CODES)
        last = (
            end >= len(self.tokens)
            or self.tokens[end].text in _CLAUSE_MARKS
            or self.tokens[end].low in words.JOINS
        )
        return not named and last and bool(_BARE.fullmatch(self.tokens[at].text))

    def _opens_it(self, at: int, strength: Strength) -> bool:
        """`12/10 opens the key safe`, `10-20-30 is the gate code`: no day does that."""
        before = self.tokens[at - 1].low if at else ""
        link = self.tokens[at + 1].low
        opens = link in {"opens", "unlocks", "disarms"} or (link == "is" and strength == "code")
        return opens and before not in {"on", "from", "until", "till", "since", "by", "before"}
