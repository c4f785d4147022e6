"""The page of a job in PropOps (PROPOPS_JOB_URL): its address, and which job an address is of."""

import html
import re
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from bot.jobs.model import Job
from bot.jobs.references import UUID

_PLACE = re.compile(r"(\{uuid\}|\{ref\})")
_MOST_URL = 1_000
_MOST_REF = 60


class LinkedJob(NamedTuple):
    """The job that an address names: its uuid, or where that is not in it, its reference."""

    uuid: str
    ref: str = ""


class JobPages:
    """`template`: with `{uuid}` or `{ref}` where the job goes; None: jobs have no page."""

    def __init__(self, template: str | None) -> None:
        self._template = template or ""
        parts = urlsplit(self._template)
        self.host = parts.hostname or ""
        """Whose links Slack tells of; empty for none."""
        self._site = parts.netloc.lower()
        path = self._template.partition("://")[2][len(parts.netloc) :]
        self._path = re.compile(_pattern(path))

    @property
    def are_there(self) -> bool:
        return bool(self._template)

    def of(self, job: Job) -> str | None:
        """None where the address would lead to no job."""
        named = {"{uuid}": job.uuid, "{ref}": job.job_ref.strip()}
        if not self._template or not all(named[each] for each in _PLACE.findall(self._template)):
            return None
        return _PLACE.sub(lambda found: quote(named[found[0]], safe=""), self._template)

    def read(self, url: str) -> LinkedJob | None:
        """None for any other page, and for what is no uuid where one belongs. `url`: as Slack tells it."""
        if not self._template or len(url) > _MOST_URL:
            return None
        try:
            parts = urlsplit(html.unescape(url))
        except ValueError:
            return None
        if parts.scheme not in {"http", "https"} or parts.netloc.lower() != self._site:
            return None
        rest = parts._replace(scheme="", netloc="").geturl()
        found = self._path.fullmatch(rest)
        if found is None:
            return None
        named = {name: unquote(text) for name, text in found.groupdict().items()}
        uuid, ref = named.get("uuid", ""), named.get("ref", "")
        if "uuid" in named:
            return LinkedJob(uuid) if UUID.fullmatch(uuid) else None
        return LinkedJob("", ref) if ref.strip() and len(ref) <= _MOST_REF else None


def _pattern(path: str) -> str:
    """Of the path, query and fragment of a template; what else an address says after it does not count."""
    seen: set[str] = set()
    parts = []
    for part in _PLACE.split(path):
        name = part.strip("{}")
        if not _PLACE.fullmatch(part):
            parts.append(re.escape(part))
        elif name in seen:
            parts.append(f"(?P={name})")
        else:
            seen.add(name)
            parts.append(f"(?P<{name}>[^/?#&]+)")
    more = r"(?:[&#].*)?" if "?" in path else r"/?(?:[?#].*)?"
    return "".join(parts) + more
