"""Firms in running text: `… with Ace Gas …`."""

import re
from collections.abc import Iterator

from bot.jobs.dates.vocabulary import TOMORROW, WEEKDAY
from bot.jobs.denials import (
    denied_after,
    denied_before,
    half_meant,
    half_meant_after,
    says_no,
)
from bot.jobs.model import Choice
from bot.jobs.name_index import NameIndex, fold
from bot.jobs.quicktext.alternatives import contrasts
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.choices import COMPANY, PLURAL, choose
from bot.jobs.quicktext.conditions import sent_on_condition
from bot.jobs.quicktext.known_words import KnownWords
from bot.jobs.quicktext.name_words import NameMatch, run_of, words_of
from bot.jobs.quicktext.notes import Note
from bot.jobs.quicktext.understood import clause_of, unknown_words
from bot.jobs.quicktext.understood import words_of as plain_words

_WITH = re.compile(
    r"(?:\b(?:with|by|via|using|contractor|engineer|assign(?:ed)? to|assign|give to|send to|for) ?)$",
    re.IGNORECASE,
)
_SHORTEST = 2
"""Words of a firm in running text."""
_TOLD_BY = re.compile(
    r"\b(?:from|(?:bill|invoice|quote|text|call|e-?mail|message|report|complaint|note) (?:from|by|of)|says|said|told|asked|via|re)[: ]+$",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?: from (?:\w+ ){1,3}?(?=says?|said|reports?|reported|thinks?|reckons?|rang|called))?[,:]? ?(?<=[ ,:])(?:has |have |had |just |also |now )*(?:reports?|reported|reporting|says?|said|saying|called|rang|phoned|e-?mailed|texted|told|asks?|asked|asking|complain\w*"
    r"|reckons?|thinks?|noticed|saw|looked|viewed|inspected|visited|came|attended|fixed|repaired|replaced|fitted|mentioned|wrote|wants?|wanted|changed|serviced|checked|tested|painted|cleaned|unblocked|quoted|done|finished|left|sent|took|made|damaged|approved|authorised|refused|signed off|(?:is )?happy (?:to go|with|for))\b(?! (?:the )?keys?\b)(?! (?:(?:that|about|it'?s?|they|he|she|for) )*(?:£|\d|can\b|will\b|could\b|needs?\b))",
    re.IGNORECASE,
)
_NOT_WHO = re.compile(
    r"\b(?:(?:brother|sister|mum|mother|dad|father|son|daughter|wife|husband|partner|friend|mate|carer|boss)(?=,? $)|landlord|landlady|ll|owner|client|tenants?|neighbou?r|caretaker|agent|mr|mrs|ms|miss|dr|keyholder|leaseholder|cc|(?:old|previous|prev|former|last|original|ex) (?:contractor|engineer|firm|plumber|builder|electrician)s?"
    r"|(?:keys? (?:is |are )?|held |dispute |spoke |row )(?:with|at|by)|(?:damage|mess|holes?|fault) by|after|following|since|against|(?:complaint|complaints|complained|opinion|query) (?:about|on)|invoice|charge|bill"
    r"|chargeback to|let|inform|waiting (?:on|for)|(?:than|like|as))(?: is| called| named)?[,:]? $",
    re.IGNORECASE,
)
"""Words right before a name of somebody who does not do the work: `landlord Bob Jones`, `keys with Bob Jones`."""
_DONE_BY = re.compile(
    r"\b(?:\w{2,}ed|made|found|done|left|seen|sent|cut|fit|put|built|broken?|taken|given|held|kept|hit|shut|written) by:? $",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    r"\b(?:be|being|get|getting|needs?|needed|wants?|wanted|have|having|must|can|could)\b[^,;.:\n]{0,30}$",
    re.IGNORECASE,
)
"""`condemned by Ace Gas` is over; `to be fixed by Ace Gas` is not."""
_OF_THEIRS = re.compile(
    r"(?:'s?)? (?:old |new |last )?(?:invoices?|inv|bill|quotes?|estimate|vans?|ladders?|skip|office|yard|shop|number|install|job failed|work)\b(?! (?:for|to)\b)"
    r"|(?: (?:has|have|got|holds?|left))+(?: \w+)? keys?\b| for (?:the )?(?:access|keys?|entry)\b| know\b",
    re.IGNORECASE,
)
"""`Ace Gas van`, `Bob Jones has keys`: something of theirs."""
_SIGNED = re.compile(
    r"\b(?:thanks|thank you|thx|ta|cheers|regards|wishes|best)[,.!]* $", re.IGNORECASE
)
"""Who writes, at the very end of a line."""
_ANOTHER_WANTED = re.compile(
    r"[^;\n]{0,60}\b(?:(?:get|need|want|find) (?:another|a second|someone else|somebody else)|elsewhere|too (?:high|dear|expensive|much))\b",
    re.IGNORECASE,
)
"""Whoever tells of the job, or has been there, need not be who is to do it."""


_ONCE = re.compile(
    r"\b(?:last (?:time|week|month|year|visit|job)|previously|before|beforehand|formerly|originally|initially|at first|in the past|until now|so far|to date|already) ?[:=–-]+ ?$",
    re.IGNORECASE,
)
"""What makes the words before a name a label of another time: `contractor last time: Bob Jones`."""
_ASKED_OF = re.compile(
    r"(?:^|[,;.!?\n(]|\b(?:or|and|but)\b|-)\s*(?:or |and |but )?(?:do|does|did|have|has|had|is|are|was|were)(?:n't)? $",
    re.IGNORECASE,
)
_TO_ITS_END = re.compile(r"[^.;!?\n]*\?")
"""`do Access Locks still have ours?` asks about them; `can Ace Gas come?` asks for them."""


def _is_whole(phrase: list[str], choice: Choice) -> bool:
    name = [word for word in fold(choice.name).split() if word not in COMPANY]
    return [word for word in phrase if word not in COMPANY] == name


def named_firms(work: str, index: NameIndex) -> Iterator[tuple[int, int, Choice]]:
    """Every firm whose whole name, of two words or more, is in the text: where, and which."""
    words = words_of(work)
    for n, word in enumerate(words):
        run = run_of(work, words, n)
        used, choices = index.longest(run)
        whole = [choice for choice in choices if _is_whole(run[:used], choice)]
        if used >= _SHORTEST and len(whole) == 1:
            yield word.start, words[n + used - 1].end, whole[0]


def _is_not_who(before: str, after: str) -> bool:
    """Whether somebody is named who is not to do the work."""
    if done := _DONE_BY.search(before):
        return not _TO_DO.search(before[: done.start()])
    if _ASKED_OF.search(before) and _TO_ITS_END.match(after):
        return True
    if _SIGNED.search(before) and not after.strip(" .!x"):
        return True
    return bool(_NOT_WHO.search(before) or _ONCE.search(before) or _OF_THEIRS.match(after))


_OR_AFTER = re.compile(
    rf",? (?:or|and/or) (?!(?:(?:on|by|the|this|next|at|even|maybe) )*(?:{WEEKDAY}|{TOMORROW}|today|tonight|\d)|(?:the|a) |it\b|else\b|so\b|asap\b|if\b|not\b|(?:this|next)\b)[^\W\d]+",
    re.IGNORECASE,
)
_OR_BEFORE = re.compile(
    r"(?<![^\W_])(?P<one>[^\W\d]\w*,? or (?:else )?(?:(?:with|to|by|use|try|send|get|ask) )?)$",
    re.IGNORECASE,
)
_WHOM = r"(?:any ?one|any ?body|whoever|whomever|any (?:plumber|electrician|contractor|engineer|firm|company|trade\w*|locksmith|builder|handyman)s?)"
_ANYBODY = re.compile(
    rf"[^.;\n]{{0,40}}?\b(?P<any>(?:happy|fine|ok|okay|content|good) (?:with|for|to (?:have|use)) {_WHOM}|{_WHOM}(?: else)? (?:(?:will|would|'ll) do|is (?:fine|ok|okay|good)|local)"
    r"|whoever(?:'?s|s| is)? (?:free|available|nearest|first|cheap\w*|can|quick\w*)|no (?:real |particular )?preference(?! (?:on|for|about|as to|of|re)\b)|not (?:fussed|bothered|fussy|precious) (?:who|about who)|(?:don'?t|doesn'?t|do not|does not) mind who)\b",
    re.IGNORECASE,
)
"""`Bob Jones or Ace`, `Bob Jones but happy with anyone`: one of those who may be sent."""


def _one_of_several(before: str, after: str) -> str:
    """The words beside the one firm that is named which say that it may be another; empty where none do."""
    if anybody := _ANYBODY.match(after):
        return anybody["any"]
    if either := _OR_AFTER.match(after):
        return either[0].strip(" ,")
    either = _OR_BEFORE.search(before)
    return either["one"].strip() if either else ""


_SENT = re.compile(
    r"\b(?:send|sending|get|getting|use|using|book|booking|booked|instruct|instructed|appoint|appointed|try|want|prefer|have|chosen?|choose|chose|(?:gone|goes|going|went|go|over|back|on|give|given|pass|passed|hand|handed) (?:it |this |them )?to|it'?s|is)"
    r"(?: (?:in|out|round|over|the|just|now))? $",
    re.IGNORECASE,
)
_COMES = re.compile(
    r",? (?:are |is |r |will be |have |has |'ve )?(?:(?:just|now|all|still|been|also|both|already) )*(?:to (?!be asked)\w|can\b|could\b(?! (?:have|do with))|will\b(?! (?:\w+ )?be (?:in|there|home|around|about|away|out)\b)|'ll\b|doing\b|does\b|do it\b|attending\b|coming\b|going\b|booked\b|starting\b|starts?\b|got (?:it|this)\b"
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
    if _WITH.search(before) or _SENT.search(before) or _COMES.match(work[end:]):
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
    others = named_firms(after, index) if but else ()
    return any(begin <= but.end() and other != choice for begin, _, other in others if but)


_BUT = re.compile(r",? but (?:with |use |try |send |give it to |to |by )?", re.IGNORECASE)


def find_firm(work: str, index: NameIndex, known: KnownWords) -> NameMatch | None:
    """The one firm that is named, or why none is chosen: then `choice` is None, and `note` says it.

    Its words are taken only where the rest still reads: after `with` or `by`, or by themselves.
    """
    hits: list[NameMatch] = []
    beside: list[str] = []
    ruled_out = in_its_place = False
    for begin, end, choice in named_firms(work, index):
        before, after = work[:begin], work[end:]
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
            return _none(work[begin:end] + no, _others(work, index, choice))
        if not ruled_out and (
            _TELLS.match(after)
            or _ANOTHER_WANTED.match(after)
            or (_TOLD_BY.search(before) and not _WITH.search(before))
            or _is_not_who(before, after)
            or sent_on_condition(before)
            or not (in_its_place or _is_sent(work, begin, end, known))
        ):
            words = f"{choice.name} may not be who is to do the work: press the name if they are."
            return NameMatch(0, 0, None, Note(words, "contractor_id", [choice]))
        if half := half_meant_after(after, state=False):
            sentence = half_meant(work[begin:end] + half, "Contractor")
            return NameMatch(0, 0, None, Note(sentence, "contractor_id", [choice]))
        lead = _WITH.search(before)
        alone = re.search(rf"(?:^|[,;\n{CONSUMED}(])\s*$", before)
        closes = re.match(rf"\s*(?:$|[,;\n{CONSUMED}).])|[/:+&|*-](?=\S)", after)
        separable = (lead or alone) and (closes or (lead and lead[0].strip().lower() != "for"))
        start = lead.start() if lead else begin
        beside.append(_one_of_several(before, after))
        hits.append(NameMatch(start, end if separable and not ruled_out else start, choice))
    named = list(dict.fromkeys(hit.choice for hit in hits if hit.choice))
    if len(named) > 1:
        names = " and ".join(f"“{hit.name}”" for hit in named)
        note = f"Several contractors are named ({names}): please choose one."
        return NameMatch(0, 0, None, Note(note, "contractor_id", named))
    if named and (other := next(filter(None, beside), "")):
        words = f"{named[0].name} was left open because of “{other}”: press the name if they are to do the work."
        return NameMatch(0, 0, None, Note(words, "contractor_id", named))
    return hits[0] if hits else _misspelt(work, index)


def _none(words: str, others: list[Choice]) -> NameMatch:
    """Nobody is chosen where somebody is ruled out; whoever else is named is offered."""
    return NameMatch(0, 0, None, Note(says_no(words, "Contractor"), "contractor_id", others))


def _others(work: str, index: NameIndex, choice: Choice) -> list[Choice]:
    """The other firms that are named and not ruled out."""
    return [
        other
        for begin, end, other in named_firms(work, index)
        if other != choice
        and not denied_before(work[:begin])
        and not denied_after(work[end:], people=True)
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
