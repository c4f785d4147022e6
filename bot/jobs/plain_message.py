"""What somebody wrote in Slack → plain words: names for mentions, links, emoji and formatting undone.

Slack sends mrkdwn with `&`, `<` and `>` escaped [messaging/formatting-message-text].
"""

import html
import re
from collections.abc import Mapping

from bot.jobs.characters import without_tags, without_unseen

_CODED = re.compile(r"<([^<>\n]{1,3000})>")
_PLACE = re.compile("\x00(\\d+)\x00")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TONE = re.compile(r":skin-tone-[2-6]:")
_EMOJI = re.compile(r"(?<!\w):([a-z0-9_+'-]{1,60}):(?!\w)")
_SILENT = frozenset(
    [
        "+1",
        "-1",
        "thumbsup",
        "thumbsdown",
        "pray",
        "wave",
        "ok_hand",
        "clap",
        "raised_hands",
        "muscle",
        "point_right",
        "point_left",
        "point_up",
        "point_down",
        "point_up_2",
        "smile",
        "smiley",
        "grin",
        "grinning",
        "slightly_smiling_face",
        "blush",
        "wink",
        "joy",
        "rofl",
        "sweat_smile",
        "heart",
        "hearts",
        "tada",
        "eyes",
        "sob",
        "cry",
        "disappointed",
        "confused",
        "thinking_face",
        "face_with_rolling_eyes",
        "man-shrugging",
        "woman-shrugging",
        "shrug",
        "white_check_mark",
        "heavy_check_mark",
        "x",
    ]
)
"""Gestures and faces, which say nothing about a job; every other emoji becomes its words."""
_EMPHASIS = re.compile(r"(?<!\w)(:[a-z0-9_+'-]{1,60}:)(?:\s*\1)+(?!\w)")
"""The same emoji again and again stresses what is said."""
_MARKS = tuple(
    re.compile(rf"(?<![\w{mark}])[{mark}](?=\S)([^\n{mark}]{{1,1000}}?)(?<=\S)[{mark}](?!\w)")
    for mark in "*_~`"
)
_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,20})(?:\|[^<>\n]*)?>")
_LEADING = re.compile(r"\A(?:\s*<@[UW][A-Z0-9]{1,20}(?:\|[^<>\n]*)?>[\s,:–-]*)+")
SOMEBODY = "somebody"


def mentioned(mrkdwn: str) -> list[str]:
    """The ids of the people who are mentioned, each once."""
    return list(dict.fromkeys(_MENTION.findall(mrkdwn)))


def without_address(mrkdwn: str) -> str:
    """Without the people it begins with: they are spoken to, not spoken of."""
    return _LEADING.sub("", mrkdwn)


def plain(mrkdwn: str, names: Mapping[str, str]) -> str:
    """Line breaks stay. `names`: user id → name; who is not among them is *somebody*."""
    coded: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        coded.append(_decoded(match[1], names))
        return f"\x00{len(coded) - 1}\x00"

    text = _CONTROLS.sub("", without_unseen(mrkdwn.replace("\r\n", "\n")))
    text = _CODED.sub(put_aside, text).replace("```", "")
    for pattern in _MARKS * 2:
        text = pattern.sub(r"\1", text)
    text = _EMOJI.sub(_words, _EMPHASIS.sub("", _TONE.sub("", text)))
    text = html.unescape(_only_slacks(text))
    text = without_tags(_PLACE.sub(lambda place: coded[int(place[1])], text))
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _only_slacks(text: str) -> str:
    """Other entities than Slack's three are what somebody typed."""
    return re.sub(r"&(?!(?:amp|lt|gt);)", "&amp;", text)


def _words(emoji: re.Match[str]) -> str:
    name = emoji[1]
    if name in _SILENT:
        return ""
    if not re.search("[a-z]", name):
        return emoji[0] if name != "100" else ""
    return " ".join(re.split(r"[_-]+", name)).strip()


def _decoded(inside: str, names: Mapping[str, str]) -> str:
    """What stands between `<` and `>` [messaging/formatting-message-text]."""
    target, _, label = inside.partition("|")
    label = html.unescape(label).strip()
    match target[:1]:
        case "@":
            return names.get(target[1:]) or label.lstrip("@") or SOMEBODY
        case "#":
            return f"#{label.lstrip('#')}" if label else "a channel"
        case "!":
            return _special(target[1:], label)
    if not re.match(r"[a-z][a-z0-9+.-]*:", target, re.IGNORECASE):
        return f"<{html.unescape(inside)}>"
    address = html.unescape(re.sub(r"^(?:mailto|tel):", "", target))
    bare = re.sub(r"^https?://", "", address).rstrip("/")
    if not label or label in {address, bare} or label.rstrip("/") in {address, bare}:
        return address
    return f"{label} ({address})" if target.startswith("http") else label


def _special(what: str, label: str) -> str:
    if what.startswith("date^"):
        return label or "a date"
    if what.startswith("subteam^"):
        return label.lstrip("@") or "a group"
    return label.lstrip("@") or {"here": "everyone here"}.get(what, "everyone")
