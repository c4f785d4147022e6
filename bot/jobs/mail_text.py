"""A text that was pasted or forwarded from e-mail → what it says, and what came along with it.

Headers, greetings, signatures, `Sent from my iPhone`, warnings and earlier mails of a chain are told
apart from what somebody wants done (the words are in `mail_words`). What says something goes into
`further`; the rest is left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.jobs import mail_words as words

_MOST_LINES = 2_000
_MOST_FURTHER = 6_000
_MOST_SIGNATURE = 12
_LONGEST_IN_SIGNATURE = 90
_MOST_COVER = 160
_MAIL_ADDRESS = re.compile(r"\s*[<\[(](?:mailto:)?[^<>\[\]()]*@[^<>\[\]()]*[>\])]")


@dataclass(frozen=True)
class MailText:
    """`subject`: of the mail that `body` is of, without Re: and Fwd:. `further`: what else says
    something: signatures with a number, earlier mails; paragraphs in the order they came in.
    """

    subject: str = ""
    body: str = ""
    further: str = ""

    @property
    def to_read(self) -> str:
        """For the reader of typed lines: the subject is the first line, and so the title."""
        return "\n".join(part for part in (self.subject, self.body) if part)


@dataclass
class _Mail:
    headers: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    is_answered: bool = False
    """Quoted under an answer to it."""


def read(text: str) -> MailText:
    """Nothing but an empty text gives an empty one. Time goes with the length."""
    mails = _mails(text.split("\n")[:_MOST_LINES])
    if len(mails) > 1 and not mails[0].headers and not "".join(mails[0].lines).strip():
        mails = mails[1:]  # nothing but the mail it would answer
    first, *earlier = mails
    body, signature = _cleaned(first.lines)
    subject = _subject(first)
    further = [_from(first), signature]
    if earlier and not earlier[0].is_answered:
        forwarded, *earlier = earlier
        more, signature = _cleaned(forwarded.lines)
        if _says_nothing(body):
            subject, body = _subject(forwarded) or subject, more or body
        elif not subject:  # what it is about stands in the covering note
            body = _joined([body, _subject(forwarded), more], "\n")
        further += [_from(forwarded), signature]
    further += [_told(each) for each in earlier]
    if not (subject or body):
        body = text.strip()
    return MailText(subject, body, _joined(further)[:_MOST_FURTHER].rstrip())


def _mails(lines: Sequence[str]) -> list[_Mail]:
    """The newest first, as mail programs write them."""
    mails = [_Mail()]
    at = 0
    while at < len(lines):
        headers, after = _headers(lines, at)
        if headers:
            is_first = len(mails) == 1 and not any(line.strip() for line in mails[0].lines)
            new = _Mail(headers, is_answered=mails[-1].is_answered and not is_first)
            mails = [new] if is_first else [*mails, new]
            at = after
        elif wrote := _wrote(lines, at):
            who, after = wrote
            mails.append(_Mail({"from": who}, is_answered=True))
            at = after
        else:
            if not words.DIVIDER.match(lines[at]):
                mails[-1].lines.append(lines[at])
            at += 1
    return _unquoted(mails)


def _unquoted(mails: Sequence[_Mail]) -> list[_Mail]:
    """Lines that begin with `>` belong to an earlier mail, in whichever one they stand."""
    told: list[_Mail] = []
    for mail in mails:
        own = [line for line in mail.lines if not line.startswith(">")]
        quoted = [re.sub(r"^[>\s]+", "", line) for line in mail.lines if line.startswith(">")]
        if not any(line.strip() for line in own):
            own, quoted = quoted, []
        told.append(_Mail(mail.headers, own, mail.is_answered))
        if any(line.strip() for line in quoted):
            told.append(_Mail({}, quoted, is_answered=True))
    return told


def _headers(lines: Sequence[str], at: int) -> tuple[dict[str, str], int]:
    """The headers that begin at this line, by name, and where they end; none: `({}, at)`."""
    found: dict[str, str] = {}
    end = at
    while end < len(lines) and (match := words.HEADER.match(lines[end])):
        found.setdefault(match[1].casefold(), match[2].strip())
        end += 1
    is_mail = len(found) >= 2 and bool(words.OF_A_SENDER & found.keys())
    return (found, end) if is_mail else ({}, at)


def _wrote(lines: Sequence[str], at: int) -> tuple[str, int] | None:
    """`On Mon, 24 Nov 2026 at 08:15, Dana Okafor <dana@…> wrote:`, on one line or two: whose it is,
    and where it ends.
    """
    one, two = lines[at], " ".join(lines[at : at + 2])
    for line, after in ((one, at + 1), (re.sub(r" [>\s]+", " ", two), at + 2)):
        if words.WROTE.match(line) and line.lstrip("> ").startswith(("On", "Le", "Am")):
            before = _MAIL_ADDRESS.sub("", line.rpartition(" ")[0]).rpartition(",")[2]
            return words.WHEN.sub("", before.strip(" >")), after
    return None


def _cleaned(lines: Sequence[str]) -> tuple[str, str]:
    """What a mail says, and its signature where that says something."""
    kept = [line.strip() for line in lines]
    kept = [line for line in kept if not (words.DEVICE.match(line) or words.WARNING.match(line))]
    body, signature = _split_signature(_without_greeting(_without_small_print(kept)))
    parts = [line.strip(" ,|-_*") for line in signature]
    told = ", ".join(part for part in parts if part)
    says_something = any(not words.NAME_ONLY.fullmatch(part) for part in parts if part)
    return _joined(["\n".join(body)]), told if says_something else ""


def _without_small_print(lines: Sequence[str]) -> list[str]:
    """Ends where a paragraph begins that is small print."""
    for at, line in enumerate(lines):
        begins = at and not lines[at - 1] and words.SMALL_PRINT_BEGINS.match(line)
        if begins and words.SMALL_PRINT.search(" ".join(lines[at : at + 6])):
            return list(lines[:at])
    return list(lines)


def _without_greeting(lines: Sequence[str]) -> list[str]:
    """`Hi Priya,` on a line of its own or before the first words; `Hi, boiler broken` says something."""
    at = next((at for at, line in enumerate(lines) if line), len(lines))
    rest = list(lines[at:])
    if not rest:
        return rest
    if match := words.GREETING.match(rest[0]):
        whom = match["whom"].strip(" ,").split()
        if all(word.casefold() in words.GREETED or word[:1].isupper() for word in whom[:5]):
            return rest[1:] if len(whom) < 5 and any(rest[1:]) else rest
    return [words.GREETING_BEFORE.sub("", rest[0]), *rest[1:]]


def _split_signature(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """From `-- ` on, or from `Kind regards` on where only short lines follow."""
    for at, line in enumerate(lines):
        if not (line == "--" or words.SIGN_OFF.match(line)) or not any(lines[:at]):
            continue
        after = [each for each in lines[at + 1 :] if each]
        if len(after) <= _MOST_SIGNATURE and all(
            len(each) <= _LONGEST_IN_SIGNATURE for each in after
        ):
            return list(lines[:at]), after
    return list(lines), []


def _says_nothing(body: str) -> bool:
    """Whether a covering note is only that: `FYI, please raise`."""
    if len(body) > _MOST_COVER:
        return False
    rest = re.sub(r"[^\w\s'/-]+", " ", body)
    while (shorter := words.NO_NEWS.sub(" ", rest, count=1)) != rest:
        rest = shorter
    return not rest.strip(" -'/\n")


def _subject(mail: _Mail) -> str:
    return words.REPLY.sub("", mail.headers.get("subject", "")).strip()


def _from(mail: _Mail) -> str:
    """Who wrote it and when, as one line."""
    who = _MAIL_ADDRESS.sub("", mail.headers.get("from", ""))
    when = mail.headers.get("sent") or mail.headers.get("date") or ""
    parts = [part.strip(" \"'") for part in (who, when)]
    told = ", ".join(part for part in parts if part)
    return f"E-mail from {told}" if told else ""


def _told(mail: _Mail) -> str:
    """An earlier mail of a chain."""
    body, signature = _cleaned(mail.lines)
    return _joined([_from(mail), body, signature], "\n") if body else ""


def _joined(parts: Sequence[str], between: str = "\n\n") -> str:
    text = between.join(part.strip() for part in parts if part.strip())
    return re.sub(r"\n{3,}", "\n\n", text)
