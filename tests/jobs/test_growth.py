"""Every reader of what somebody else wrote: twice as long a text takes about twice the work.

The work is this thread's processor time, the least of several tries, so that a busy machine changes
nothing: what is quadratic takes four times as much, what tries every way to match never ends.
Quick text is in `quicktext/test_length.py`, rich text in `test_rich_text.py`.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.errors import BotError
from bot.jobs import (
    diff,
    mail_text,
    plain_message,
    reference_mark,
    references,
    similar_jobs,
    spelling,
    updates,
    validation,
)
from bot.jobs.characters import plain_characters, trimmed, unquoted
from bot.jobs.command_words import COMMAND_WORDS
from bot.jobs.dates.parser import read_day, read_days
from bot.jobs.model import Job
from bot.jobs.private_questions.find import find_asked
from bot.jobs.private_text.find import find_private
from bot.jobs.private_text.tokens import looks_coded
from bot.jobs.redaction import redact
from bot.propops.http.response import parsed
from bot.propops.parse import accounts, jobs, notes, plain_text, revisions
from bot.slack.message_text import shortened
from bot.views import blocks, mrkdwn
from bot.views.buttons import Press
from tests.steps import cpu

TODAY = date(2026, 6, 1)
LONDON = ZoneInfo("Europe/London")
MOST_GROWTH = 2.9
"""Of the work when the text is twice as long; n log n is 2.2, n squared 4."""
FREE = 0.003
"""Seconds in which nothing is measured well, and nobody waits."""
FIRST, LAST = 1_000, 8_000

Reader = Callable[[str], object]


def _job(text: str) -> Job:
    return Job(uuid="u", job_title=text, job_description=text, access_details=text)


def _rows(text: str, name: str) -> list[dict[str, object]]:
    return [{"uuid": f"u{n}", "id": n, name: word} for n, word in enumerate(text.split(" "))]


def _refused(read: Reader, text: str) -> None:
    with suppress(ValueError, BotError):
        read(text)


READERS: dict[str, Reader] = {
    "mail": mail_text.read,
    "message": lambda text: plain_message.plain(text, {}),
    "day": lambda text: read_day(text, TODAY),
    "days": lambda text: read_days(text, TODAY),
    "private": find_private,
    "asked about": find_asked,
    "code": looks_coded,
    "redact": lambda text: redact(text, {"4821", "key"}),
    "characters": plain_characters,
    "trimmed": trimmed,
    "reference": references.split,
    "job's reference": lambda text: references.JobReference("61").means(text),
    "spellings": lambda text: references.JobReference("61").spellings([text]),
    "command word": COMMAND_WORDS["close"].read,
    "named job": references.named,
    "unquoted": unquoted,
    "nearest": lambda text: spelling.nearest(text, COMMAND_WORDS),
    "words of a title": similar_jobs.stems,
    "mark": reference_mark.mark_of,
    "unmark": reference_mark.unmark,
    "differences": lambda text: diff.differences(_job(text), _job(text + "x")),
    "same": lambda text: updates.same("job_description", text, text + "x"),
    "escape": mrkdwn.escape,
    "clip": lambda text: mrkdwn.clip(text, len(text) // 2),
    "pages": lambda text: mrkdwn.pages(text, 3_000),
    "line": mrkdwn.safe_line,
    "sentence": mrkdwn.sentence,
    "when": mrkdwn.when,
    "link": lambda text: mrkdwn.link(f"https://{text}", text),
    "paragraphs": blocks.paragraphs,
    "sections": lambda text: blocks.sections(text.split(" ")),
    "shortened": shortened,
    "press": partial(_refused, Press.read),
    "email": partial(_refused, validation.an_email),
    "pounds": partial(_refused, validation.pounds),
    "per cent": partial(_refused, validation.percent),
    "date box": partial(_refused, validation.a_day),
    "moment": lambda text: validation.last_moment(text, LONDON, 0.0),
    "json": lambda text: parsed(text.encode()),
    "plain": plain_text.plain,
    "markup": plain_text.without_markup,
    "job": lambda text: jobs.job({"uuid": "u", "job_ref": text, "tenants_ids": text}),
    "jobs": lambda text: jobs.jobs(_rows(text, "job_title")),
    "addresses": lambda text: jobs.address_choices(_rows(text, "address")),
    "notes": lambda text: notes.read(_rows(text, "note")),
    "history": lambda text: revisions.commits(_rows(text, "message")),
    "any answer": lambda text: revisions.lines(_rows(text, "message")),
    "rights": accounts.rights,
}
TRIES = (1, 5, 5, 20, 20)
"""How often each text is read for one ratio."""
UNITS = (
    " ", "\n", "a", "1", "-", "a.", "a@", "a@b.co ", "'", "(", "[", '{"a":', "[[", "&", "&nbsp;", "<", "<p> ", "<!",
    "<script>", "</script ", "\u200d", "\u0301", "\U0001f1e6", "code 1234 ", "key safe ", "the code is ", "pin: 1 2 3 4, ",
    "(code 1234) ", "1#", "one ", "07700 900123 ", "tomorrow ", "friday or ", "monday and ", "1/2/", "£1", "1,", "Slack ref ",
    "~", "=", "code ", "1~", "12 Elm Row ", "contractor: ", "a:b ", "https://a/", "x|", "<#C0ABC> ",
)  # fmt: skip


def growth(read: Reader, unit: str) -> float:
    """How many times the work is that of half the text; 0 where there is too little to tell."""
    size = FIRST
    while True:
        few, many = (f"code 1 {unit * (length // len(unit))}!" for length in (size, 2 * size))
        once = cpu(partial(read, many), 1)
        if once < FREE and size < LAST:
            size *= 2
            continue
        if once < FREE:
            return 0
        for repeats in TRIES:  # what is quadratic is so each time; a busy machine is not
            ratio = cpu(partial(read, many), repeats) / cpu(partial(read, few), repeats)
            if ratio <= MOST_GROWTH:
                break
        return ratio


@pytest.mark.parametrize("name", READERS)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    read = READERS[name]
    too_much = {unit: ratio for unit in UNITS if (ratio := growth(read, unit)) > MOST_GROWTH}
    assert not too_much
