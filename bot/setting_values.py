"""How the text of a setting is read: each raises `ValueError` with what to write instead."""

import re
from datetime import UTC, time
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from pydantic import SecretStr, ValidationInfo

from bot.jobs import slack_ids
from bot.jobs.model import Choice
from bot.jobs.trade_words import read_trade_words
from bot.jobs.working_time import OFF, quiet_hours

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_QUOTED = re.compile(r"(['\"‘’“”]).*['\"‘’“”]", re.DOTALL)
_PARAMETER = re.compile(r"[A-Za-z_][A-Za-z0-9_.\[\]-]*")
_PATH = re.compile(r"/[^\s?#]*")
CLOSED = ("Complete", "Completed", "Closed", "Invoiced", "Archived", "Cancelled")
"""Statuses of closed jobs, unless CLOSED_STATUSES says otherwise."""


def without_blanks(given: object) -> object:
    """What is blank is not set: a file or a cluster may hand on a line break."""
    if isinstance(given, dict):
        return {
            name: text for name, text in given.items() if not isinstance(text, str) or text.strip()
        }
    return given


def as_typed(raw: object) -> object:
    """Without the space around it, as the line break of a file that holds a secret."""
    if not isinstance(raw, str):
        return raw
    text = raw.strip()
    if len(text) > 1 and _QUOTED.fullmatch(text):
        raise ValueError("leave out the quotation marks around it")
    return text


def one_word(given: SecretStr | str | None) -> SecretStr | str | None:
    text = given.get_secret_value() if isinstance(given, SecretStr) else given
    if re.search(r"\s", text or ""):
        raise ValueError("there is a space or a line break in it")
    return given


def comma_separated(raw: object) -> object:
    if isinstance(raw, str):
        parts = (part.strip() for part in raw.split(","))
        return tuple(part for part in parts if part and part.casefold() != "none")
    return raw


def ids_and_names(raw: object) -> object:
    """`1=Urgent,2=High` as choices."""
    if not isinstance(raw, str):
        return raw
    rows = []
    for part in filter(None, (piece.strip() for piece in raw.split(","))):
        id_, equals, name = part.partition("=")
        if not equals or not re.fullmatch(r"[0-9]+", id_.strip()) or not name.strip():
            raise ValueError("write it as id=name, e.g. 1=Urgent,2=High")
        rows.append(Choice(int(id_), name.strip()))
    ids, names = {each.id for each in rows}, {each.name.casefold() for each in rows}
    if len(ids) < len(rows) or len(names) < len(rows):
        raise ValueError("give each id and each name once")
    return tuple(rows)


def parameter(name: str) -> str:
    """Of a request to PropOps."""
    if not _PARAMETER.fullmatch(name):
        raise ValueError("write a name such as uuid: letters, digits, - _ . [ ]")
    return name


def api_path(path: str) -> str:
    if not _PATH.fullmatch(path):
        raise ValueError("write a path that begins with /, such as /api/tenants/list")
    return path


def channel_id(text: str | None) -> str | None:
    if text and not slack_ids.CHANNEL.fullmatch(text):
        raise ValueError(slack_ids.CHANNEL_WANTED)
    return text or None


def approver_ids(ids: tuple[str, ...]) -> tuple[str, ...]:
    if not all(map(slack_ids.MEMBER_OR_GROUP.fullmatch, ids)):
        raise ValueError(slack_ids.MEMBER_WANTED)
    return ids


def instance_address(url: str) -> str:
    return _web_address(url).removesuffix("/api").rstrip("/")


def api_address(url: str) -> str:
    return _web_address(url) + "/"


def collector(url: str | None) -> str | None:
    """Of OpenTelemetry; one inside a cluster speaks plain http. What it is sent holds no secret."""
    if not url:
        return None
    parts = _split(url)
    if parts is None or parts.username:
        raise ValueError("write a whole address without a user, e.g. http://127.0.0.1:4318")
    return url.strip().rstrip("/")


def trade_words(path: Path | None) -> Path | None:
    """The path as it is; raises `BadTradeWords`, a `ValueError`, where its file can't be used."""
    read_trade_words(path)
    return path


def public_address(url: str | None) -> str | None:
    """As browsers name it, so that a form's `Origin` can be compared with it."""
    if not url:
        return None
    parts = urlsplit(_web_address(url))
    host = parts.netloc.lower().removesuffix({"https": ":443"}.get(parts.scheme, ":80"))
    return f"{parts.scheme}://{host}{parts.path}".rstrip("/")


def job_address(url: str | None) -> str | None:
    if not url:
        return None
    if "{uuid}" not in url and "{ref}" not in url:
        raise ValueError("put {uuid} or {ref} where the job goes")
    parts = _split(url)
    if parts is None or "{" in parts.netloc:
        raise ValueError("write a whole address, e.g. https://propops.example.com/jobs/{uuid}")
    return url.strip()


def database_url(url: str) -> str:
    if re.match(r"sqlite:///.", url):
        return url
    if re.match(r"postgres(ql)?(\+psycopg)?://", url):
        if not _can_be_split(url):
            raise ValueError(
                "it can't be read: in the password write %40 for @, %23 for #, %2F for /, %3A for : and %25 for %"
            )
        return re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql://", url)
    raise ValueError("write sqlite:///FILE or postgresql://USER@HOST/NAME")


def zone_name(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("name a time zone such as Europe/London") from None
    return name


def hours(text: str) -> str:
    quiet_hours(text, UTC)
    return text


def time_or_off(text: str) -> str:
    time_of_day(text)
    return text


def time_of_day(text: str) -> time | None:
    """`08:00` or `8`; None for `off`."""
    if text.strip().casefold() in OFF:
        return None
    read = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?", text.strip())
    if read is None or int(read[1]) > 23 or int(read[2] or 0) > 59:
        raise ValueError("write it as 08:00, or off")
    return time(int(read[1]), int(read[2] or 0))


def hours_or_off(raw: object) -> object:
    """None for `off`."""
    return None if isinstance(raw, str) and raw.strip().casefold() in OFF else raw


def _web_address(url: str) -> str:
    parts = _split(url)
    if parts is None:
        raise ValueError("write a whole address, e.g. https://propops.example.com")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ValueError("use https (plain http is for loopback only)")
    if "@" in parts.netloc:
        raise ValueError("leave user names and passwords out of the address")
    if parts.query or parts.fragment:
        raise ValueError("write only the address, such as https://bot.example.com")
    return url.strip().rstrip("/")


def _split(url: str) -> SplitResult | None:
    """A web address in its parts; None where it is not a whole one."""
    if not _can_be_split(url):
        return None
    parts = urlsplit(url.strip())
    is_whole = parts.scheme in {"http", "https"} and parts.hostname
    return parts if is_whole and not re.search(r"\s", url.strip()) else None


def _can_be_split(url: str) -> bool:
    """Whether host and port can be told from the rest."""
    try:
        parts = urlsplit(url.strip())
        return parts.port != 0 and not (parts.scheme.startswith("postgres") and parts.fragment)
    except ValueError:
        return False


def other_port(port: int | None, info: ValidationInfo) -> int | None:
    """A port of its own; 0 picks a free one."""
    if port and port == info.data.get("port"):
        raise ValueError("PORT is the same: give it a port of its own, or leave it out")
    return port
