"""What is checked before anyone is linked: ids, dates, tokens, one by one or in a CSV file."""

import csv
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from bot.errors import why_unreadable
from bot.jobs import slack_ids
from bot.jobs.change import Member
from bot.jobs.validation import last_moment
from bot.propops.http.bearer import Bearer
from bot.store.tokens import valid_token

_COLUMNS = ("team_id", "user_id", "token")
_MORE = ("enterprise_id", "expires")


@dataclass(frozen=True)
class Entry:
    """One link to be made, checked."""

    member: Member
    token: str = field(repr=False)
    expires_at: float | None

    @property
    def token_key(self) -> str:
        """Names the token without giving it away."""
        return Bearer(self.token).key


def wrong_ids(team: str, user: str, enterprise: str) -> list[str]:
    wrong = []
    if not slack_ids.TEAM.fullmatch(team):
        wrong.append(
            "TEAM_ID must be a Slack workspace id such as T0123ABCD: it stands in the address of Slack in a browser."
        )
    if not slack_ids.MEMBER.fullmatch(user):
        wrong.append(
            "USER_ID must be a Slack member id such as U0456EFGH: in Slack, open the profile, then ⋮ and Copy member ID."
        )
    if enterprise and not slack_ids.ORGANISATION.fullmatch(enterprise):
        wrong.append("--enterprise must be a Slack organisation id such as E0123ABCD.")
    return wrong


def end_of(text: str | None, zone: tzinfo) -> tuple[float | None, str]:
    """The end of that day in the property time zone, in Unix seconds, and a complaint or nothing."""
    return (None, "") if text is None else last_moment(text, zone, time.time())


def read_csv(file: Path, zone: tzinfo) -> tuple[list[Entry], list[str]]:
    """The links in the file, and a sentence for each thing that is wrong, with its line."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return [], [f"{file} can't be read: {why_unreadable(error)}."]
    rows = csv.DictReader(text.splitlines(), strict=True, skipinitialspace=True)
    try:
        titles = [title.strip().lower() for title in rows.fieldnames or ()]
        rows.fieldnames = titles
        wrong = _wrong_titles(titles)
        if wrong:
            return [], wrong
        return _entries(rows, zone)
    except csv.Error:
        return [], [f"Line {rows.line_num}: this is not CSV. Check its quotes."]


def _entries(rows: "csv.DictReader[str]", zone: tzinfo) -> tuple[list[Entry], list[str]]:
    entries: list[Entry] = []
    wrong: list[str] = []
    seen: dict[Member, int] = {}
    for row in rows:
        line = rows.line_num
        if None in row or any(value is None for value in row.values()):
            wrong.append(f"Line {line}: it has not as many values as the first line has names.")
            continue
        cell = {name: value.strip() for name, value in row.items()}
        enterprise = cell.get("enterprise_id", "")
        member = Member(enterprise, cell["team_id"], cell["user_id"])
        expires_at, complaint = end_of(cell.get("expires") or None, zone)
        here = wrong_ids(member.team, member.user, enterprise)
        if complaint:
            here.append(complaint)
        if not valid_token(cell["token"]):
            here.append("The token must have 64 characters, 0-9 and a-f.")
        if member in seen:
            here.append(f"The same member as on line {seen[member]}.")
        seen.setdefault(member, line)
        wrong += [f"Line {line}: {each}" for each in here]
        entries.append(Entry(member, cell["token"], expires_at))
    if not entries and not wrong:
        wrong.append("There is nobody in the file.")
    return entries, wrong


def _wrong_titles(titles: Sequence[str]) -> list[str]:
    missing = [name for name in _COLUMNS if name not in titles]
    unknown = [name for name in titles if name not in (*_COLUMNS, *_MORE)]
    if missing or unknown or len(set(titles)) != len(titles):
        return ["Line 1: it must name team_id,user_id,token and may name enterprise_id,expires."]
    return []
