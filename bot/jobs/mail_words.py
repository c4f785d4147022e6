"""The words by which the parts of an e-mail are known, as mail programs and people write them."""

from bot import late_re as re

HEADER = re.compile(
    r"^[>\s]*(From|Sent|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments)\s*:\s*(.*)$",
    re.IGNORECASE,
)
OF_A_SENDER = frozenset({"from", "to", "sent"})
"""Of two headers at least one is of these: `Date:` and `Subject:` alone may be labels of a job."""
DIVIDER = re.compile(
    r"^[>\s]*(?:[-_=*]{2,}\s*(?:original (?:message|appointment)|forwarded (?:message|by)[^-]*)\s*[-_=*]*"
    r"|begin forwarded message:?|_{10,}|-{20,})\s*$",
    re.IGNORECASE,
)
WROTE = re.compile(r"^[>\s]*(?:On|Le|Am)\b.{6,250}\b(?:wrote|écrit|schrieb)\s*:\s*$")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WHEN = re.compile(
    rf"^(?:On|Le|Am) (?:(?:at|um|à|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|{_MONTH}"
    r"|\d[\d:./-]*(?:st|nd|rd|th)?|[ap]\.?m\.?)(?=[ .])[ .]*)*(?=\S)",
    re.IGNORECASE,
)
"""What stands before the name where no comma parts them: `On Mon someone wrote:`."""
REPLY = re.compile(
    r"^\s*(?:(?:re|fw|fwd|aw|tr|wg)\s*(?:\[\d+\])?\s*:\s*|\[(?:external|ext)\]\s*)+", re.IGNORECASE
)
"""What a subject begins with."""
DEVICE = re.compile(
    r"^(?:sent (?:from|via|using|with)\b[^.:;,]{0,30}\b(?:iphone|ipad|android|samsung|galaxy|blackberry"
    r"|outlook|mobile|phone|tablet|yahoo|gmail|proton ?mail|mail|huawei|windows|pixel)\b[^.:;]{0,40}"
    r"|get outlook for \w+)\.?$",
    re.IGNORECASE,
)
WARNING = re.compile(
    r"^\W*(?:(?:caution|warning|external(?: e-?mail| sender)?)\b.{0,80}"
    r"\b(?:originat\w+|outside (?:of )?(?:your|our|the) organi[sz]ation|external sender|do not click).{0,200}"
    r"|\[?external(?: e-?mail| sender)?\]?|you don'?t often get e-?mail from\b.{0,200})$",
    re.IGNORECASE,
)
"""What a mail server puts above a mail from outside."""
SMALL_PRINT_BEGINS = re.compile(
    r"^\W*(?:this (?:e-?mail|message|communication)\b|the (?:information|contents?)\b|confidential|disclaimer"
    r"|please consider the environment|if you (?:are not|have received)|registered (?:in|office))",
    re.IGNORECASE,
)
SMALL_PRINT = re.compile(
    r"\b(?:confidential(?:ity)?|intended recipient|intended (?:only|solely)|privileged|disclaimer|virus(?:es)?"
    r"|registered (?:in england|office)|consider the environment)\b",
    re.IGNORECASE,
)
_HELLO = r"(?:hi|hello|hiya|hey|dear|morning|afternoon|evening|good (?:morning|afternoon|evening|day)|greetings|fao)"
GREETING = re.compile(
    rf"^{_HELLO}\b(?![^\n]*(?:\d|\b(?:at|for) (?-i:[A-Z])))(?P<whom>[^.?!\n]{{0,40}}?)[ ,.!:–-]*$",
    re.IGNORECASE,
)
"""A line that greets and does no more: a number or a place in it is of the job."""
GREETED = frozenset(
    ["all", "team", "there", "both", "sir", "madam", "everyone", "folks", "guys", "again", "or", "sir/madam", "and"]
)  # fmt: skip
GREETING_BEFORE = re.compile(
    rf"^(?i:{_HELLO})(?: (?:[A-Z][\w'’-]+|(?i:all|team|there|both|everyone|again))){{0,3}}[,!]+ +(?=\S)"
)
SIGN_OFF = re.compile(
    r"^(?:(?:with )?(?:kind(?:est)?|best|warm(?:est)?|many)?\s*(?:regards|wishes)"
    r"|(?:many )?thanks(?: (?:again|in advance|so much|a lot|and regards|for your help))?"
    r"|thank you(?: (?:very much|so much|again|in advance))?"
    r"|thx|ta|cheers|kr|br|yours(?: (?:sincerely|faithfully|truly))?|sincerely|all the best|best)[ ,.!x]*$",
    re.IGNORECASE,
)
NAME_ONLY = re.compile(r"(?:[A-Z][\w'’.-]*[ ,]*){1,4}")
"""A line of a signature that says nothing of the job; any other is kept."""
_DO = "raise|log|book|sort|action|deal with|pick(?: this)? up|look (?:at|into)|do|arrange|handle|progress|advise"
_OBJECT = "this|it|one|a|the|job|ticket|order|up|in|on|for|me|us|them|please|pls|asap|today|below|out|repair"
NO_NEWS = re.compile(
    r"\b(?:fyi|fao|for (?:your )?info(?:rmation)?|as (?:above|below|discussed)|fwd?"
    r"|(?:please |pls )?(?:see|find) (?:the )?(?:below|attached|above|e-?mail|mail|message)"
    r"(?: (?:below|e-?mail|mail|from \w+))*"
    r"|(?:(?:please|pls|plz|can|could|would) )*(?:(?:you|someone|somebody|we|anyone) )?(?:(?:please|pls) )?"
    rf"(?:{_DO})(?: (?:{_OBJECT}))*"
    r"|(?:another|new) (?:one|job)|one for (?:you|us|the team)|over to you"
    r"|thanks|thank you|thx|ta|cheers|please|pls|asap|and)\b",
    re.IGNORECASE,
)
"""All that many a covering note says: `FYI, please raise`."""
