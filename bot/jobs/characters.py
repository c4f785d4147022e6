"""Characters as phones and Slack write them."""

_SAME = str.maketrans(
    dict.fromkeys("’‘‛`´ʼ", "'")
    | dict.fromkeys("“”„‟«»", '"')
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("→•●▪", ">")
    | {ord("…"): "."}
    | dict.fromkeys("\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " ")
    | dict.fromkeys("\r\u2028\u2029\x0b\x0c\x85", "\n")
)  # fmt: skip


def plain_characters(text: str) -> str:
    """The same text, character for character, in plain quotes, dashes, spaces and line ends."""
    return text.translate(_SAME)
