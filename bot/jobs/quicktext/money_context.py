"""Words around an amount that say that it is not the budget: part of one, for one piece of work, or another matter.

`half of £600`, `£60 per hour`, `less £50`, `£100 over budget`, `they quoted £300`.
"""

from bot import late_re as re

RATE = (
    r"(?:/(?=[a-z]|(?: ?)(?:hr|hour|day|week|month|visit|item|unit|each)\b)|per\b|p/?h\b|pph\b|pd\b|pa\b|hr(?:ly)?\b|an? (?=[a-z]{2})|each\b|ea\b|apiece\b|pcm|pp\b|pw\b|pm\b|p\.[amwp]\b|x ?\d|hourly\b|daily\b|weekly\b|fortnightly\b"
    r"|monthly\b|quarterly\b|yearly\b|annual\w*\b|day rate|every\b|@ ?\d|(?:m2|m²|sqm|sq\.? ?m|sq\.? ?ft|linear|lin\.?)\b|for (?:the )?(?:1st|first|each|every|one) (?:hr|hour|visit|day|half))"
)
"""What makes an amount one of several: `£60 per hour`, `£40 a tap`, `£15 each`."""
_OTHER_MATTER = (
    r"(?:excess|deposit|rent|arrears|quoted?|quotes|invoiced?|estimated?|paid|refund|voucher|worth|owes|owed|fine|charged?|bill(?:ed)?"
    r"|saved?|saves|saving|lost|stolen|stole|took|won|reward|compensation|damage|claim\w*|discount|credit|debit|bond|loan|pays|paying"
    r"|earn\w*|spent|costing|reduction|fee|call[- ]?outs?|labour|materials|parts?|permit|parking|delivery|postage|disposal|hourly|day rate|wants?|wanted|asking(?: for)?|reckons?|said|says|offer(?:ed|ing|s)?"
    r"|remaining|leftover|spare|unspent|increased?|decreased?|rise)"
)
_NO_LONGER = (
    r"(?:was|were|used to be|previously|originally|formerly|last time|last year|instead of|rather than|normally|usually|not|isn't"
    r"|never|wasn't)"
)
_PART = (
    r"(?:(?:half|third|two thirds|quarter|double|twice|triple|treble|halve|doubled?)(?: of)?"
    r"|(?:percent|per cent|fraction|most|some|rest|part|share|bulk|%|1/2|1/3|1/4) (?:of|off|on))"
)
_CHANGE = (
    r"(?:less|minus|plus|extra|another|additional|further|add|adding|deduct|deducting|knock|reduced? by|increased? by|by|over by"
    r"|under by|short by|\+)"
)
_BEFORE = re.compile(
    rf"\b{_OTHER_MATTER}(?: \w+)? $|\bref:? $|\b(?:quotes?|quotation|estimate|invoice|bill)\b(?: (?:is|was|has|have|just|now|all|come|came|back|in|through|to|at|of|for|us|from \w+)){{1,6}} $|\b(?:own|out of) (?:cost|expense|pocket|money)? ?$|\b(?:re |the |a |their |his )?(?:quoted?|invoiced?|estimated?) (?:for|at|of|from|by)\b[^,;.\n]{{0,40}} $"
    rf"|\bpay(?:s|ing)?\b(?: [^,;.\n ]{{1,20}}){{0,3}} $|\b{_NO_LONGER}(?: (?:about|around|just|only|over|at))? $|(?:\b|(?<=\d)|(?<=\d )){_PART}(?: (?:the|a|about|around))? $"
    rf"|(?:\b|(?<= )|^){_CHANGE} ?$|\b(?:budget|cost|price|gone|went|goes|put) (?:up|down) $"
    r"|\b(?:ex\w*|excl\w*|plus|\+|before|without|net of|not inc\w*) ?(?:the )?vat:? $|\b(?:at least|over|above|more than|min(?:imum)?(?: of)?|from|starting (?:at|from)|upwards of|not less than|no less than"
    r"|exceed\w*|beyond|between|north of|nearly|almost|best part of|>) ?$"
    r"|\bbetween (?:£ ?)?[\d,.k]+ ?(?:and|to|-) ?$"
    r"|£ ?[\d,.]+k?[^,;\n]{0,20}(?:\+|plus) (?:\w+ )?$|\d ?(?:\w{1,6} )?(?:x|@|at) ?$|@ ?$|\+ ?/ ?- ?$|± ?$",
    re.IGNORECASE,
)
_CHANGED = (
    r",? (?:no|sorry|i mean|actually|make that|wait|rather|correction)[ ,]+(?:\w+ )?£? ?\d"
    r"| (?:was |is |has been )?(?:not|isn't|never|no longer|wasn't)(?: (?:yet|been))? (?:approved|agreed|authorised|enough|ok|okay"
    r"|confirmed|right|correct|signed off|happening)\b"
)
_AFTER = re.compile(
    r" ?\?|(?: \w+){1,3} (?:ex\w*\.?|excl\w*|plus|\+|before|not inc\w*|without) ?(?:the )?vat\b"
    r"| ?(?:\+(?! ?(?:\d+ ?% ?)?vat)|or more|and (?:over|above|up|more)|plus(?! (?:\d+ ?% ?)?vat)|upwards|minimum|min\b)"
    r"|(?: \w+){0,3} ?(?:\+|plus) ?£ ?\d| towards?\b| ?(?:less|minus|-) ?£ ?\d| (?:less|minus)\b| (?:out )?(?:of|from|off) (?:the |a |our )?£ ?\d| (?:left|remaining|leftover|unspent)\b| on (?:it|the (?:meter|card|account|key)|acct|account)\b|[ .,;-]{1,3}(?:plus )?vat (?:on top|extra|to add|not inc\w*)|,? (?:vat )?net\b"
    r"|,? (?:over|short of|on top|extra|more|off|too (?:much|high|low|dear|expensive)|cheaper|dearer|short|higher|lower|split|shared"
    r"|halved|doubled|divided|between (?:us|them|two|both|the)|for (?:parts|materials|labour|each|one|every)"
    r"|(?:to|for) (?:the )?(?:contractor|plumber|engineer|electrician))\b"
    r"|,? (?:under|above|below) (?:the )?(?:budget|limit|quote|estimate|cap|allowance|max)\b"
    rf"|{_CHANGED}| (?:last|this) (?:time|year|month|quarter)\b| (?:before|previously|originally)\s*(?=$|[,.;])"
    r"| (?:(?!inc|with|all|max|budget|approved)\w+ )?(?:excess|deposit|rent|arrears|refund|voucher|fine|charge|damages?|worth|discount"
    r"|off|savings?|loss|claim|compensation|bond|owed|owing|outstanding|credit|stolen|theft|bill|(?:invoice|quote)(?! (?:no|number|ref|#))"
    r"|parts?(?! (?:and|&|inc|fitted|supplied))|quoted|estimate|reward|fee|difference|short|cheaper|dearer|saved|labour|materials|call[- ]?out|spent|already|so far|paid|day rate"
    r"|hourly rate)\b",
    re.IGNORECASE,
)
_NO_WHOLE = re.compile(
    rf" ?{RATE}| ?(?:[+x*]|less|minus|plus(?! vat)) ?£? ?\d| (?:over|under|above|below|short|extra|more|less|on top|off)\b|{_CHANGED}"
    r"| ?\?| (?:not inc\w*|without|before|ex\w*|excl\w*) ?(?:the )?vat\b",
    re.IGNORECASE,
)
_OF_A_CLAUSE = re.compile(
    r"\b(?P<matter>inv|(?:last|previous|other) (?:one|time|visit|bill)|parts?(?: no\.?| number| ref)\b|invoice[ds]?|payments?|received|deducted?|bought|purchased|unpaid|arrears|overdue|outstanding|rent|deposit|excess|refund\w*|insur\w*|claim\w*|fined|stole\w*|court|fraud|owe[ds]?"
    r"|bill(?:ed)?|grants?|licen[cs]es?|permits?|parking|congestion|top(?:ped|ping)?[- ]?ups?|prepay\w*|coins?|mortgage|loan|finance|wages?|salary|reimburs\w*|instalments?|insurers?|premium|council tax|valued?|worth|sale|sold|bond|float|grants?|fees?|valid (?:for|til|till|to|until)|purchase order|statement|remittance|balance|credit note|voucher|compensation|charged?|charging|charges)\b[^,;.\n]*$",
    re.IGNORECASE,
)
"""What a clause is about that is about money already, wherever in it the amount stands."""
_UNSURE_AFTER = re.compile(
    r"[ ,(-]{1,3}(?:tbc|tba|to be (?:agreed|confirmed|approved)|pending|provisional\w*|subject to|depend(?:s|ing)|awaiting|not (?:yet )?(?:agreed|approved)|unless|or best|rejected|refused|declined|turned down|(?:labour|materials?|parts) only"
    r"|if (?:ll|landlord|the ll|client|owner|he|she|they) )",
    re.IGNORECASE,
)
_UNSURE_BEFORE = re.compile(
    r"\b(?:hasn'?t|haven'?t|not|never|won'?t|yet to|can'?t|didn'?t|doesn'?t) (?:yet )?(?:approved?|agreed?|authorised?|ok'?d?|pay|want|signed off)\b[^,;.\n]*$|(?<!or )\b(?:maybe|possibly|poss|prob\w*|perhaps|might be|could be|guess(?:ing)?|tbc) ?$",
    re.IGNORECASE,
)
"""`£450 tbc`, `maybe £80`: nobody has said that it may be spent."""
_ONE_OF_A_LIST = re.compile(r"\)\s*(?:,|and\b|&|\+)\s*\w", re.IGNORECASE)
"""`lock change (£85), gas cert`: the price of one of several."""
_NEAR = 60
"""Characters around an amount that are looked at."""


def another_matter(before: str, after: str) -> str:
    """The words around an amount that say that it is not the budget, right before or after it or earlier in its clause; empty for none."""
    near = before[-_NEAR:]
    if near.endswith("(") and (listed := _ONE_OF_A_LIST.match(after)):
        return listed[0].strip(" )")
    found = (
        _UNSURE_AFTER.match(after)
        or _UNSURE_BEFORE.search(near)
        or _BEFORE.search(near)
        or _OF_A_CLAUSE.search(near)
        or _AFTER.match(after[:_NEAR])
    )
    if found is None:
        return ""
    return (found.groupdict().get("matter") or found[0]).strip(" .,(")


def is_no_whole(after: str) -> bool:
    """Whether the words after a number make it a rate, a part or a sum: `per visit`, `+ 50`, `less 50`."""
    return bool(_NO_WHOLE.match(after[:_NEAR]))
