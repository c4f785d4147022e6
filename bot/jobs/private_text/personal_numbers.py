"""Numbers that are somebody's own: bank cards, sort codes with their accounts, National Insurance numbers.

A number that a word before it calls something else (`serial`, `PO`, `UPRN`) is left alone.
"""

from collections.abc import Iterator

from bot import late_re as re
from bot.jobs.private_text.vocabulary import COUNTED, OTHER_CODES

_OWN = "|".join(
    sorted(map(re.escape, (COUNTED - {"account", "acc", "acct"} | OTHER_CODES) - {"account"}))
)
_OTHERS_OWN = re.compile(
    rf"\b(?:{_OWN}|barcode|imei|meter point)(?: (?:no\.?|nos|number|code|id|is|ref))*\s?[:.#=-]? ?$",
    re.IGNORECASE,
)
_MOST_BEFORE = 30
_CARD = re.compile(r"(?<![\w.£/+-])\d(?:[ -]?\d){12,18}(?![\w-])")
_ISSUED = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}"
    r"|6(?:011|5\d\d)\d{12}|(?:5018|5020|5038|6304|6759|676[1-3])\d{8,15}"
)
"""Visa, Mastercard, American Express, Discover, Maestro: by their first digits and their length."""
_CARD_LEAD = re.compile(
    r"\b(?:(?:the |my |her |his |their )?(?:debit |credit |bank |company )?(?:visa |mastercard |amex )?(?:card|visa|mastercard|amex)"
    r"(?: (?:no\.?|number|details|is))*\s?[:#=-]? ?)$",
    re.IGNORECASE,
)
_CARD_TAIL = re.compile(
    r"[ ,;]{0,3}(?:exp(?:iry|ires)?|valid(?: to| thru)?|valid until|cvv2?|cvc|csc|security code)(?: date| no)?[ :.=]{0,3}\d{1,4}(?: ?[/-] ?\d{2,4})?(?!\w)",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<!\w)(?:iban:? ?)?GB\d\d ?[A-Z]{4}(?: ?\d){14}(?!\w)", re.IGNORECASE)
_NUMBERED = r"(?: ?(?:codes?|no\.?|nos|num|number|nr))?(?: is| are)?[ :.#=-]{0,3}"
_ACCOUNT = rf"(?:account|acct|acc|a/c|ac){_NUMBERED}"
_SORT_DIGITS = r"\d\d(?P<{}>[ .-]?)\d\d(?P={})\d\d(?![\w-])"
_SORTED = re.compile(
    rf"\b(?:sort ?code|s/c){_NUMBERED}{_SORT_DIGITS.format('a', 'a')}"
    rf"(?:[ ,;/&\n]{{1,3}}(?:and )?(?:{_ACCOUNT})?\d{{4}} ?\d{{4}}(?!\w))?"
    rf"|\b{_ACCOUNT}\d{{4}} ?\d{{4}}[ ,;/&\n]{{1,3}}(?:and )?(?:sort ?code|s/c){_NUMBERED}{_SORT_DIGITS.format('b', 'b')}",
    re.IGNORECASE,
)
_DASHED = r"\d\d-\d\d-\d\d(?![\w-])"
_UNSAID = re.compile(
    rf"(?<![\w.£/-])(?P<sort>{_DASHED})[ ,;/&]{{1,3}}(?P<account>{_ACCOUNT})?\d{{4}} ?\d{{4}}(?![\w-])"
    rf"|\b{_ACCOUNT}\d{{4}} ?\d{{4}}[ ,;/&]{{1,3}}(?:sort:? )?(?P<after>{_DASHED})",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:0[1-9]|[12]\d|3[01])-(?:0[1-9]|1[0-2])-\d\d")
"""`12-06-26 55779911` may be a day and a reference; `20-00-00` is no day."""
_BANKED = re.compile(
    rf"\bbank (?:details|account|acc|acct|a/c){_NUMBERED}(?:[a-z ]{{0,20}})\d{{4}} ?\d{{4}}(?!\w)",
    re.IGNORECASE,
)
_INSURANCE_LEAD = (
    r"\b(?:n\.?i\.?|nino|(?:national )?insurance)(?: ?(?:no\.?|number|num))?(?: is)?[ :.#=-]{0,3}"
)
_PARTED = r"(?:[ -]?\d\d){3}[ -]?[A-D](?!\w)"
_INSURED = re.compile(rf"{_INSURANCE_LEAD}[A-Z]{{2}}{_PARTED}", re.IGNORECASE)
_INSURED_UNSAID = re.compile(
    rf"(?<![\w£/-])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]{_PARTED}"
)
"""HMRC's form of the number, in capitals; small letters only behind their label."""


def bank_numbers(work: str) -> Iterator[tuple[int, int]]:
    """Card numbers (with expiry and security code), IBANs, sort codes and the account beside them."""
    for match in _CARD.finditer(work):
        figures = re.sub(r"\D", "", match[0])
        if not _ISSUED.fullmatch(figures) or not _adds_up(figures) or _is_others(work, match):
            continue
        lead = _CARD_LEAD.search(work, max(0, match.start() - 60), match.start())
        end = match.end()
        while tail := _CARD_TAIL.match(work, end):
            end = tail.end()
        yield (lead.start() if lead else match.start()), end
    for pattern in (_IBAN, _SORTED, _BANKED):
        yield from (match.span() for match in pattern.finditer(work))
    for match in _UNSAID.finditer(work):
        if match["account"] or not _DAY.fullmatch(match["sort"] or match["after"]):
            yield match.span()


def insurance_numbers(work: str) -> Iterator[tuple[int, int]]:
    """National Insurance numbers: `QQ 12 34 56 C` behind their label, or as HMRC gives them out."""
    labelled = [match.span() for match in _INSURED.finditer(work)]
    yield from labelled
    for match in _INSURED_UNSAID.finditer(work):
        inside = any(start <= match.start() < end for start, end in labelled)
        if not inside and not _is_others(work, match):
            yield match.span()


def _is_others(work: str, match: re.Match[str]) -> bool:
    """Whether a word before says that it is a serial number, an order or the like."""
    before = work[max(0, match.start() - _MOST_BEFORE) : match.start()]
    return _OTHERS_OWN.search(before) is not None


def _adds_up(figures: str) -> bool:
    """The check digit of a card (ISO/IEC 7812-1, Luhn)."""
    doubled = [int(each) * (1 + n % 2) for n, each in enumerate(reversed(figures))]
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0
