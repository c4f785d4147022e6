"""Text for Slack's mrkdwn: escaping, clipping, and its `<…>` tokens, spelled in one place.

Lengths are counted in UTF-16 units, the larger of the two ways Slack might count (undocumented).
"""

import html
import re
import unicodedata
from datetime import UTC, datetime

from bot.jobs.timestamps import unix_seconds

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_ID = re.compile(r"[A-Z0-9]{2,32}")
_CHANNEL = re.compile(r"&lt;#([A-Z0-9]{2,32})&gt;")
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_ASIDE = re.compile(r"[.!?…] \([^()]*[.!?…]\)$")
_JOINER = "\u200d"
_MODIFIERS = "\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_MOST_SHOWN = 20_000
"""Characters that are looked at of a text of which at most 3,000 are shown."""
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]+$")
"""Flags are two of these."""
_MOST_FLAGS = 200
_EDGE = 100
"""Characters behind a cut that are looked at: it may be in an entity or an emoji."""
_MOST_JOINED = 12
"""Characters one emoji is made of at most; what goes on longer is no emoji and may be cut."""


def tidy(text: str) -> str:
    r"""Without characters that no screen shows and some parsers refuse; line ends are `\n`."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Of a text longer than anything shows, its beginning."""
    text = text[:_MOST_SHOWN]
    if text.isascii() and text.isprintable() and "  " not in text:  # as nearly every text is
        return text.strip()
    return _SPACE.sub(" ", tidy(text)).strip()


def escape(text: str) -> str:
    """Foreign text for mrkdwn: `&`, `<`, `>` become entities, nothing else does; never twice
    [messaging/formatting-message-text].
    """
    return tidy(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def safe_line(text: str, most: int = 200) -> str:
    """Foreign text as one line of mrkdwn: clipped to `most` units while it is plain, then escaped."""
    return escape(clip(one_line(text), most))


def safe_text(text: str, most: int) -> str:
    """Foreign text with its line ends: clipped to `most` units while it is plain, then escaped."""
    return escape(clip(tidy(text[:_MOST_SHOWN]).strip(), most))


def typed_line(line: str, most: int) -> str:
    """What Slack has escaped already, as it was typed, for between backticks."""
    return safe_line(html.unescape(line).replace("`", "'"), most)


def sentence(text: str) -> str:
    """A sentence of ours for mrkdwn: escaped, except that it may name a channel (`<#C…>`)."""
    return _CHANNEL.sub(r"<#\1>", escape(text.strip()))


def stopped(text: str) -> str:
    """Words that end a sentence, with its full stop unless they have an end of their own: `Smith & Co.`, an
    ellipsis, a last sentence in brackets. Bold or not; nothing for nothing.
    """
    ends = text.rstrip("*_").endswith((".", "!", "?", "…")) or _ASIDE.search(text)
    return text if ends or not text else f"{text}."


def size(text: str) -> int:
    """The length in UTF-16 units: an emoji counts two or more."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clip(text: str, most: int) -> str:
    """At most `most` units (1 or more) of escaped text, an ellipsis last where something was cut.

    Never cuts inside an entity, a `<…>` token or a joined emoji.
    """
    if fits(text, most):
        return text
    return text[: _fit(text, most - 1)].rstrip() + "…"


def fits(text: str, most: int) -> bool:
    """Whether it is at most `most` units; of a longer text only its beginning is looked at."""
    return len(text) <= most and size(text) <= most


def pages(text: str, most: int, at_most: int = 1_000) -> list[str]:
    """A long escaped text in pieces of at most `most` units, cut between lines or words.

    All of it, or the first `at_most` pieces, and as one more whatever comes after them.
    """
    pieces: list[str] = []
    begin = 0
    while len(pieces) < at_most and not fits(piece := text[begin : begin + most + _EDGE], most):
        end = _fit(piece, most) or 1
        for gap in ("\n", " "):
            at = piece.rfind(gap, end // 2, end)
            if at > 0 and piece.rfind("<", 0, at) <= piece.rfind(">", 0, at):
                end = at
                break
        pieces.append(piece[:end].rstrip())
        begin += end
        while begin < len(text) and text[begin].isspace():
            begin += 1
    return [*pieces, text[begin:]] if begin < len(text) else pieces


def when(moment: float | str) -> str:
    """A moment in each reader's own time; `moment` is Unix seconds or PropOps's ISO text.

    The fallback names its zone. Text that is no time is escaped and shown as it is.
    """
    try:
        seconds = unix_seconds(moment) if isinstance(moment, str) else moment
        utc = datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
    except (ValueError, OverflowError, OSError):
        utc = None
    if seconds is None or utc is None:
        return escape(str(moment))
    fallback = f"{utc.day} {utc:%b %Y, %H:%M} UTC"
    return f"<!date^{int(seconds)}^{{date_short_pretty}} at {{time}}|{fallback}>"


def member(user: str) -> str:
    """A mention of a member by Slack id; anything else is shown as escaped text."""
    return f"<@{user}>" if _ID.fullmatch(user) else escape(user)


def channel(channel_id: str) -> str:
    return f"<#{channel_id}>" if _ID.fullmatch(channel_id) else escape(channel_id)


def link(url: str, label: str) -> str:
    """A link to an `http(s)` address; anything else is only its label."""
    words = escape(one_line(label)).replace("|", "/")
    if not re.fullmatch(r"https?://[^\s<>|]+", url):
        return words
    return f"<{url.replace('&', '&amp;')}|{words}>"


def _fit(text: str, most: int) -> int:
    """How many characters fit into `most` units, without ending inside something."""
    end = _first(text, most)
    token = text.rfind("<", 0, end)
    if token > text.rfind(">", 0, end):
        return token
    entity = _ENTITY.match(text, max(text.rfind("&", 0, end), 0))
    if entity and entity.start() < end < entity.end():
        return entity.start()
    for _ in range(_MOST_JOINED):
        if not (0 < end < len(text) and (_joins(text[end]) or text[end - 1] == _JOINER)):
            break
        end -= 1
    flags = _FLAG_LETTERS.search(text[max(0, end - _MOST_FLAGS) : end])
    if flags and _FLAG_LETTERS.match(text[end : end + 1]):
        end -= len(flags[0]) % 2
    return end


def _first(text: str, most: int) -> int:
    """How many characters have at most `most` units."""
    if max(text[:most], default="") <= "\uffff":  # each of them is one
        return min(most, len(text))
    used = 0
    for end, char in enumerate(text):
        used += 2 if char > "\uffff" else 1
        if used > most:
            return end
    return len(text)


def _joins(char: str) -> bool:
    tag = "\U000e0020" <= char <= "\U000e007f"
    return char == _JOINER or char in _MODIFIERS or tag or unicodedata.combining(char) > 0
