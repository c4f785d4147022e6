"""One short line of what may be text, HTML or a whole page."""

import html
import re

MOST_CHARACTERS = 300
"""Characters of PropOps's own words that people are shown."""
_SCRIPTS = re.compile(r"<(script|style|head)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_INLINE = re.compile(r"</?(a|b|i|u|em|strong|span|code|mark|small|font)\b[^<>]*>", re.IGNORECASE)
_TAGS = re.compile(r"</?[a-z!][^<>]*(>|\Z)", re.IGNORECASE)
_PAGE = re.compile(r"\s*(<!doctype|<html|<head|<body)", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\s\u200b-\u200f\u2028-\u202e]+")


def plain(text: str) -> str:
    """One short line without markup; empty for a whole page."""
    if _PAGE.match(text):
        return ""
    line = _INVISIBLE.sub(" ", html.unescape(without_markup(text[:20_000]))).strip()
    if len(line) <= MOST_CHARACTERS:
        return line
    return line[: MOST_CHARACTERS - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def without_markup(text: str) -> str:
    return _TAGS.sub(" ", _INLINE.sub("", _SCRIPTS.sub(" ", text)))
