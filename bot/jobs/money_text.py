"""Amounts of money in running text, for channels that another company reads: also those without a pound sign.

A number is money by the words before it (`NTE 400`), after it (`450 exc`, `45 an hour`), by its own
form (`1,250.00`, `4.5k`) or by being said (`two fifty`, `a monkey`); never where a unit or a thing is counted.
"""

from bot import late_re as re
from bot.jobs import money_vocabulary as words
from bot.jobs.characters import plain_characters
from bot.jobs.quicktext.money import amounts

_N = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_FREE = r"(?<![\w.,/:#-])(?<!\d )"
_WHOLE = r"(?![\w%]|[.,/:-]\d)"
_THREE = rf"(?:{_FREE}(?!\d{{1,2}}(?:\.\d+)?{_WHOLE}){_N})"
"""A number of three digits or more."""
_TWO = rf"(?:{_FREE}(?!\d(?:\.\d+)?{_WHOLE}){_N})"
_ENDS = r"\s*(?:$|[\n,;!?)\]\"']|\.(?:\s|$)|[-/&+](?=\s))"
_GOES_ON = rf"(?={_ENDS}|\s+(?:{words.GOES_ON})\b)"
"""What may follow an amount: the end of a clause, or a word that counts nothing."""
_NO_UNIT = rf"(?!\s?(?:{words.UNITS})\b|\s?[%°]|(?:st|nd|rd|th)\b|\s?x\b)"
_LINKS = rf"(?:[ \t]+(?:{words.LINKS}|for(?= \d\d\d)))"

_FORMS = re.compile(
    # after a word of money: `NTE 400`, `quoted us about 450`, `budget: 1250`
    rf"\b(?:{words.LEADS}){_LINKS}{{0,3}}[ \t:=@~-]{{1,3}}(?:\d(?:[\d,]*\d(?:\.\d+)?k?|\.\d+k?|k)){_WHOLE}{_NO_UNIT}"
    rf"|\b(?:{words.PAPERS}){_LINKS}{{0,3}}[ \t:=@~-]{{1,3}}(?:\d\d\d(?:\.\d\d)?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d\d)?|\d+\.\d\d|\d+(?:\.\d+)?k){_WHOLE}{_NO_UNIT}"
    rf"|\bmax(?:imum)?\.?[ \t:=-]{{1,3}}\d[\d,]{{2,}}(?![\w/.x-]){_NO_UNIT}"
    rf"|\b(?:{words.ABOUT})[ \t]+(?!(?:19|20)\d\d\b|[01]\d[0-5]\d\b){_THREE}{_WHOLE}(?={_ENDS}|\s+for\s+(?:it|that|this|both|all|the)\b)"
    # before a word of money: `450 exc`, `1.5k + vat`, `85/hr`, `450 all in`
    rf"|{_TWO}k?[ \t]?(?:{words.TAXED})\.?(?={_ENDS}|\s*(?:of )?(?:vat|parts|labour|materials|fitting|delivery|tax)\b)"
    rf"|{_THREE}k?[ \t]?\+(?={_ENDS})"
    rf"|{_FREE}(?:{_N}-)?{_N}k?[ \t]?(?:{words.COINS})(?!\w)"
    rf"|{_TWO}k?[ \t]?(?:{words.RATES})"
    rf"|{_THREE}k?[ \t](?:{words.SETTLED})\b"
    rf"|{_FREE}{_N}(?:[ \t]?\+[ \t]?{_N})?[ \t]?%?[ \t]?(?:of )?vat\b|{_FREE}{_N}[ \t]?%[ \t]?(?:{words.PERCENT})\b"
    rf"|\bvat(?:[ \t]+(?:rate|percentage))?(?:[ \t]*[:=@(-]|[ \t]+(?:is|was|at|of))*[ \t]*{_N}[ \t]?(?:%|per ?cent\b)"
    rf"|\b(?:discount|deposit|commission|retention|margin|mark ?up)(?: of| is| at|:)? {_N}[ \t]?%"
    rf"|\b(?:{words.LEADS})(?:[ \t]+[a-z']{{2,12}}){{1,3}}[ \t]+(?:is|was|now|at|of|about|=)[ \t]+{_THREE}{_WHOLE}(?={_ENDS})"
    # judged: `450 is my limit`, `1200 too dear`, `450 or less`
    rf"|{_THREE}k?(?:,? which)?[ \t]+(?:is|was|were|would be|will be|seems|sounds|looks|feels)[ \t]+(?:still |just |well )?(?:{words.VERDICTS})\b"
    rf"|{_THREE}k?[ \t]+(?:far |way |much |a bit )?too (?:much|dear|expensive|steep|pricey|costly)\b"
    rf"|{_THREE}k?[ \t]+or (?:less|under|below)\b|\b(?:not|anything|nothing|all|everything)[ \t]+(?:above|over)[ \t]+{_THREE}{_WHOLE}{_NO_UNIT}"
    rf"|\b(?:max(?:imum)?|limit|happy)[ \t]+(?:is|was|at)[ \t]+{_THREE}{_WHOLE}{_NO_UNIT}"
    # by its own form: `4.5k`, `1,250.00`, `85.99`
    rf"|{_FREE}(?:{_N}-)?{_N}[ \t]?k(?![\w-])(?={_ENDS}|\s+(?:{words.GOES_ON}|for|on|to|in)\b)"
    rf"|{_FREE}\d{{1,3}}(?:,\d{{3}})+(?:\.\d\d)?{_WHOLE}{_GOES_ON}"
    rf"|{_FREE}(?:(?:2[4-9]|3[01])\.(?!0\d|1[0-2])\d\d|(?:3[2-9]|[4-9]\d|\d{{3,6}})\.\d\d|\d{{1,2}}\.[6-9]\d){_WHOLE}{_GOES_ON}"
    rf"|{_FREE}\d{{1,2}}p (?:a|an|per|each)\b|[¥]\s?{_N}|[£$€] ?(?:{words.SPOKEN_RUN})\b"
    # said: `two fifty`, `six hundred`, `a monkey`
    rf"|(?<![\w-])(?:{words.SPOKEN_RUN})[ -](?:pounds|quid|grand|euros|nicker|bucks)\b"
    rf"|(?<![\w-])(?:{words.SLANG})(?={_ENDS}|\s+(?:{words.GOES_ON}|for|on|to)\b)"
    rf"|(?<![\w-])(?<!flat )(?<!number )(?<!room )(?<!unit )(?<!at )(?:{words.HUNDREDS}|{words.TWO_FIFTY}){_GOES_ON}"
    rf"|\b(?:{words.LEADS}|{words.PAPERS}){_LINKS}{{0,3}}[ \t:=-]{{1,3}}(?:{words.SPOKEN_SUM})\b{_NO_UNIT}",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"(?:[£$€]|\bgbp)[ \t]?{_N}|(?<!\d){_N}[ \t]?(?:gbp|eur|usd)\b", re.IGNORECASE
)
_BEGINS = re.compile(
    rf"[-£$€¥\d]|\bgbp|\b(?:{words.SPOKEN_WORD}|half|a few|few|couple)\b", re.IGNORECASE
)


def find_amounts(text: str) -> list[tuple[int, int]]:
    """Spans of everything that is or may be money, without the words before, in order, none overlapping."""
    work = plain_characters(text)
    found = [*amounts(work), *(match.span() for match in _SIGNED.finditer(work))]
    found += [match.span() for match in _FORMS.finditer(work)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_amount(work, *span) for span in found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _amount(work: str, start: int, end: int) -> tuple[int, int]:
    """From the first figure, or the first number word, of a match on; else all of it."""
    figure = _BEGINS.search(work, start, end)
    return (figure.start() if figure else start), end
