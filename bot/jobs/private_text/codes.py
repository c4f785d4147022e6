"""Codes in running text: door, alarm, key-safe codes, passwords, in the order and spelling people use.

A *trigger* (`key safe`, `door code`, `punch in`) and a code that only linking words part from it. What
goes with them (a second code, `for the office`, `to get in`) is of the same span.
"""

import re
from collections.abc import Iterator, Sequence

from bot.jobs.private_text import vocabulary as words
from bot.jobs.private_text.extent import extent
from bot.jobs.private_text.keyed import ending_in_a_key, of_networks, pressed, shaped
from bot.jobs.private_text.line import DATE, Line, Span, Strength
from bot.jobs.private_text.spans import inside, merged_spans
from bot.jobs.private_text.tokens import MOST_JOINED, digits, is_measure, looks_coded

_MOST_LINKS = 9
_DIRECT = frozenset({"is", "are", "=", ":", "-", "#", "(", "[", "no", "no.", "number", "."})
_GETS_IN = re.compile(
    r"\s*(?:will |should )?(?:to (?:get in|enter|open|gain|access|unlock|get into|let)|gets? you in|lets? you in"
    r"|for (?:access|entry)\b)",
    re.IGNORECASE,
)
_IN_WITH = re.compile(
    r"\b(?:get|got|let (?:yourself|themselves|himself|herself|him|her|them|us)|go|come) in[\s,:-]*(?:with|using|by|via|code)?\s*$"
    r"|\b(?:unlocks?|opens?) (?:it |them |up )?(?:with|using|by)[\s:]*$|\bto (?:open|get in|enter)\s?[:=-]\s*$",
    re.IGNORECASE,
)
_LATE = re.compile(
    r"(?<!\w)(?:codes?(?! (?:of|on|shown|reads?|display\w*|e?\d)\b)|key ?safes?|ks|lock ?box|keys? in (?:the )?(?:\w+ )?box)\b"
    r"[^;.\n\x00]{0,60}?\b(?:same|time|was|day|birthday|box|meter|house|born|changed|step|porch)\b[^;.\n\x00]{0,30}$"
    r"|(?<!po )(?<!fuse )(?<!post )(?<!tool )(?<!letter )\bbox(?: is| no\.?| number)? ?[:=]? ?$",
    re.IGNORECASE,
)
"""`code is the same as last time`, `box is`: a bare number that comes after it, however far, is the code."""
_ON_THE_PAD = re.compile(r" (?:on|into) the (?:key ?)?(?:pad|box)\b", re.IGNORECASE)
_KEYED = re.compile(r"[#*]?[A-Za-z]?\d{3,8}[A-Za-z]?[#*]\S?|\*\d{3,8}.?")
_OPENS = re.compile(
    r"\b(?:access|entry|entrance|key ?safe|keypad|lock ?box|key ?box|code|combination)\b",
    re.IGNORECASE,
)
_SEPARATED = re.compile(r"\d{1,4}(?:[-/.]\d{1,4}){1,3}")
"""May be a day, or a code."""
_OPENED = re.compile(r"\b(?:doors?|gates?|alarm|padlock|keys?|lock)\b", re.IGNORECASE)
_STARTS = words.CODE_WORDS | words.SAFES | words.ALARMS | words.DOORS | words.VERBS
_STARTS |= {"safe", *(first for first, _ in words.TWO_WORDS)}
_WORTH_A_LOOK = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(map(re.escape, _STARTS | {'keys', 'box', 'push', 'buzz', 'wifi', 'wi-fi', 'router', 'network', *words.SLIPS})))})|\b(?:get|let \w+|go)(?:s you)? in\b|\b(?:unlock|open)s?\b|\d[#*]|\*\d|to (?:open|enter|gain|access)|on the pad|\b[a-z]\d{{4}}[a-z]\b",
    re.IGNORECASE,
)


def codes(work: str, known: Sequence[Span] = ()) -> list[Span]:
    """Where codes stand with the words that go with them; none overlap. `known`: spans that were
    read as something else (an address, a day, money): only what directly follows a trigger is a
    code there.
    """
    return _Codes(work, known).found() if _WORTH_A_LOOK.search(work) else []


class _Codes:
    def __init__(self, work: str, known: Sequence[Span]) -> None:
        self.work = work
        self.line = Line(work, known)
        self.tokens = self.line.tokens
        self.spans: list[Span] = []

    def found(self) -> list[Span]:
        for n in [n for n, token in enumerate(self.tokens) if token.low in _STARTS]:
            for strength, end in self._triggers(n):
                if span := self._after(n, end, strength) or self._before(n, end, strength):
                    self.spans.append(span)
                    break
        self.spans += [*pressed(self.work), *of_networks(self.work), *shaped(self.line)]
        self.spans += ending_in_a_key(self.line)
        self._used_to_get_in()
        self._told_late()
        self._clause_of_its_own()
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
        if low in words.CODE_WORDS and before not in words.OTHER_CODES:
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
        elif low in words.ALARMS and before not in words.NO_BURGLAR:
            yield ("access" if low == "access" else "alarm"), n + 1
        elif low in words.DOORS:
            yield "door", n + 1
        elif low in words.VERBS:
            yield "verb", n + 2 if pair[1] in {"in", "the", "code"} else n + 1

    # a code after its trigger

    def _after(self, n: int, end: int, strength: Strength) -> Span | None:
        at, linked, direct = end, 0, True
        while at < len(self.tokens) and linked <= _MOST_LINKS:
            token = self.tokens[at]
            if stop := self.line.known_end(at):
                if direct and self.line.is_code(at, strength, direct=True):
                    return extent(self.line, n, self.line.whole(at))
                at, linked, direct = stop, linked + 1, False
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
            if token.text == "," and at + 1 < len(self.tokens) and self.line.coded(at + 1):
                at += 1
                continue
            if token.ends_clause or token.low not in words.LINKS:
                return None
            direct = direct and token.low in {
                *_DIRECT,
                *words.CODE_WORDS,
                "changed",
                "now",
                "to",
                "was",
                "new",
            }
            at, linked = at + 1, linked + 1
        return None

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
        if self.line.known_end(at):
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
        if strength in {"alarm", "door"} and not link:
            return None
        if strength == "code" and not link and re.fullmatch(r"[a-z]\d\d", text, re.IGNORECASE):
            return None
        return extent(self.line, at, end)

    def _opens_it(self, at: int, strength: Strength) -> bool:
        """`12/10 opens the key safe`, `10-20-30 is the gate code`: no day does that."""
        before = self.tokens[at - 1].low if at else ""
        link = self.tokens[at + 1].low
        opens = link in {"opens", "unlocks", "disarms"} or (link == "is" and strength == "code")
        return opens and before not in {"on", "from", "until", "till", "since", "by", "before"}

    # codes without a trigger of their own

    def _used_to_get_in(self) -> None:
        """`use 1234 to get in`, `4471 gets you in`, `let yourself in with 4471`, `4471#`."""
        for n, token in enumerate(self.tokens):
            if not looks_coded(token.text) or digits(token.text) < 2 or self.line.known_end(n):
                continue
            end = self.line.whole(n)
            before = self.work[max(0, token.start - 40) : token.start]
            gets_in = _GETS_IN.match(self.work, self.tokens[end - 1].end) and not self.line.counted(
                n
            )
            keyed = digits(token.text) > 2 and _KEYED.fullmatch(
                self.work, token.start, token.end + 1
            )
            if gets_in or keyed or (digits(token.text) > 2 and _IN_WITH.search(before)):
                use = n > 0 and self.tokens[n - 1].low in {"use", "using", "enter", "with"}
                self.spans.append(extent(self.line, n - use, end))

    def _told_late(self) -> None:
        """`KS code is same as last time 7-7-2-1`, `keys in box by meter, 4 8 1 5`, `box is 4471`."""
        for n, token in enumerate(self.tokens):
            if not looks_coded(token.text) or self.line.known_end(n) or self.line.counted(n):
                continue
            end = self.line.whole(n)
            if (
                sum(digits(each.text) for each in self.tokens[n:end]) > 3
                and not is_measure(self.tokens, n)
                and not re.fullmatch(r"(?:19|20)\d\d", token.text)
                and (self._late(token.start) or self._on_the_pad(end))
            ):
                self.spans.append(extent(self.line, n, end))

    def _late(self, at: int) -> bool:
        match = _LATE.search(self.work, max(0, at - 100), at)
        if match is None:
            return False
        before = self.work[max(0, match.start() - 30) : match.start()].split()[-1:]
        return not (before and before[0].casefold() in words.OTHER_CODES)

    def _on_the_pad(self, end: int) -> bool:
        return _ON_THE_PAD.match(self.work, self.tokens[end - 1].end) is not None

    def _clause_of_its_own(self) -> None:
        """`access via rear, 1234`, `door at the side, 4471`: a bare number after a clause about access."""
        found, reached = merged_spans(self.work, self.spans), 0
        for n, token in enumerate(self.tokens):
            if not looks_coded(token.text) or digits(token.text) < 3 or self.line.known_end(n):
                continue
            end = self.line.whole(n)
            alone = n and self.tokens[n - 1].text in {",", ";", "\n", "-", "("}
            closed = end >= len(self.tokens) or self.tokens[end].text in {
                ",",
                ";",
                "\n",
                "-",
                ")",
                "and",
                "then",
                "&",
            }
            closed = closed or (  # one code a line
                self.line.coded(end) and len(self.tokens[end].text) == len(token.text)
            )
            if not alone or not closed or token.start < reached or inside(found, token.start):
                continue
            far = self.tokens[n - 1].start
            before = self.work[max(0, far - 80) : far]
            clause = re.split(r"[,;\n\x00]", before)[-1]
            following = re.split(
                r"[,;\n\x00]",
                self.work[(ends := self.tokens[end - 1].end) : ends + 80].lstrip(" ,;-\n"),
            )[0]
            if match := _OPENS.search(clause):
                start = far - len(clause) + match.start()
                self.spans.append((start, extent(self.line, n, end)[1]))
            elif digits(token.text) > 3 and (_OPENED.search(clause) or _OPENS.match(following)):
                self.spans.append(extent(self.line, n, end))
            else:
                continue
            reached = max(reached, self.spans[-1][1])
