"""`propops-bot doctor` against a sandbox Slack and a sandbox PropOps."""

import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.cli.doctor import findings
from bot.cli.doctor_slack import clock
from bot.cli.finding import Finding
from bot.cli.settings import opened
from bot.jobs.change import Member
from bot.manifest import SCOPES
from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.propops.faults import Kind
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.sandbox import APP_TOKEN, BOT_TOKEN
from bot.settings import Settings
from bot.store.sent_notices import SentNoticeStore
from bot.store.tokens import TokenStore


@dataclass
class Surgery:
    """Both sandboxes, and settings that name them."""

    propops: SandboxPropOps
    slack: SandboxSlack
    settings: Settings

    def with_(self, **more: Any) -> "Surgery":
        return Surgery(self.propops, self.slack, self.settings.model_copy(update=more))

    async def link(self, who: str, token: str, expires_at: float | None = None) -> None:
        team = self.slack.workspace.identity.team
        async with opened(self.settings) as (database, encryption):
            member = Member("", team, self.slack.member(who).person.id)
            await TokenStore(database, encryption).put(member, token, expires_at)

    async def examine(self) -> list[Finding]:
        return [finding async for finding in findings(self.settings)]


@asynccontextmanager
async def surgery(folder: Path, scopes: Iterable[str] = SCOPES) -> AsyncIterator[Surgery]:
    propops, slack = SandboxPropOps(), SandboxSlack(scopes=scopes)
    async with propops.serving() as propops_url, slack.serving() as slack_url:
        settings: dict[str, Any] = {
            "slack_bot_token": BOT_TOKEN,
            "slack_app_token": APP_TOKEN,
            "slack_api_url": f"{slack_url}/api/",
            "propops_base_url": propops_url,
            "database_url": f"sqlite:///{folder}/bot.db",
        }
        yield Surgery(propops, slack, Settings(_env_file=None, **settings))


def told(found: list[Finding], about: str) -> Finding:
    (one,) = [each for each in found if each.about.startswith(about)]
    return one


async def test_a_healthy_bot_has_no_fault(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        channel = here.slack.channel("maintenance").id
        await here.link("priya", here.propops.token_for("Priya Shah"))
        found = await here.with_(jobs_channel=channel).examine()

    assert [each.line for each in found if each.ok is False] == []
    sound = [each.about for each in found if each.ok]
    assert sound[:8] == [
        "Slack sign-in", "Slack scopes", "Slack profiles", "clock", "JOBS_CHANNEL", "Socket Mode",
        "PropOps", "database",
    ]  # fmt: skip
    assert told(found, "link of").words == "may read and write jobs"


async def test_a_refused_bot_token_is_named_and_not_shown(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        wrong = here.settings.model_dump(exclude_unset=True) | {"slack_bot_token": "xoxb-wrong-one"}
        found = [each async for each in findings(Settings(_env_file=None, **wrong))]

    assert told(found, "Slack sign-in").ok is False
    assert "invalid_auth" in told(found, "Slack sign-in").words
    assert "wrong-one" not in "".join(each.line for each in found)


async def test_missing_scopes_are_listed(tmp_path: Path) -> None:
    async with surgery(tmp_path, scopes=set(SCOPES) - {"users:read", "im:write"}) as here:
        found = await here.examine()

    finding = told(found, "Slack scopes")
    assert finding.ok is False
    assert "missing im:write, users:read." in finding.words
    profiles = told(found, "Slack profiles")
    assert (profiles.ok, "add users:read" in profiles.words) == (False, True)


@pytest.mark.parametrize("wrong", ["C0NOWHERE", "archived"])
async def test_a_channel_that_cannot_be_posted_to_is_a_fault(tmp_path: Path, wrong: str) -> None:
    async with surgery(tmp_path) as here:
        if wrong == "archived":
            here.slack.archive("maintenance")
            wrong = here.slack.channel("maintenance").id
        finding = told(await here.with_(jobs_channel=wrong).examine(), "JOBS_CHANNEL")
    assert (finding.ok, wrong in finding.words) == (False, True)


async def test_an_unreachable_propops_is_a_fault(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        found = await here.with_(propops_base_url="http://127.0.0.1:9").examine()
    assert told(found, "PropOps").ok is False
    assert "PROPOPS_BASE_URL" in told(found, "PropOps").words


async def test_each_link_is_looked_at_by_itself(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        await here.link("priya", "0" * 64)
        await here.link("tom", here.propops.token_for("Tom Reilly"), expires_at=1.0)
        here.propops.forbid("Priya Shah", "api.jobs.manage.manage")
        found = await here.examine()
    links = {each.about.split()[2]: each for each in found if each.about.startswith("link of")}
    priya, tom = (links[here.slack.member(who).person.id] for who in ("priya", "tom"))
    assert (priya.ok, "no longer accepts" in priya.words) == (False, True)
    assert (tom.ok, tom.words) == (False, "expired: please link them again")


async def test_a_link_that_may_not_write_says_which_permission_is_missing(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        await here.link("priya", here.propops.token_for("Priya Shah"))
        here.propops.forbid("Priya Shah", "api.jobs.manage.manage")
        finding = told(await here.examine(), "link of")
    assert (finding.ok, "api.jobs.manage.manage" in finding.words) == (False, True)


async def test_what_is_only_unset_is_a_note_and_no_fault(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        found = await here.examine()
    notes = " ".join(each.words for each in found if each.ok is None)
    for name in ("APPROVERS", "PUBLIC_URL", "JOBS_CHANNEL", "nobody is linked"):
        assert name in notes


async def test_it_says_that_slack_took_no_work_object_lately(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        assert "no preview" in told(await here.examine(), "previews").words
        pages = here.with_(propops_job_url="https://propops.example.com/jobs/{uuid}")
        assert [each for each in await pages.examine() if each.about == "Work Objects"] == []
        async with opened(here.settings) as (database, _):
            now = time.time()
            await SentNoticeStore(database, lambda: now - 90_000).claim("work_objects:T0OLD")
            await SentNoticeStore(database, lambda: now).claim("work_objects:T0SANDBOX1")
            await SentNoticeStore(database, lambda: now).claim("link-ends:x")
        finding = told(await pages.examine(), "Work Objects")

    assert finding.ok is None
    assert "T0SANDBOX1" in finding.words


async def test_optional_scopes_are_a_note_that_says_what_is_done_without_them(
    tmp_path: Path,
) -> None:
    async with surgery(tmp_path, scopes=set(SCOPES) - {"channels:history"}) as here:
        found = await here.examine()
    finding = told(found, "Slack scopes")
    assert finding.ok is None
    assert "without channels:history, after Slack's answer was lost" in finding.words


@pytest.mark.parametrize(
    ("off", "is_signed", "ok", "words"),
    [
        (2, True, True, "agrees"),
        (-90, True, None, "90 s behind Slack's"),
        (400, True, False, "400 s ahead of Slack's"),
        (400, False, None, "400 s ahead of Slack's"),
    ],
)
def test_a_clock_that_is_wrong_is_named(
    off: float, is_signed: bool, ok: bool | None, words: str
) -> None:
    headers = {"date": "Thu, 26 Nov 2026 10:00:00 GMT"}
    now = datetime(2026, 11, 26, 10, tzinfo=UTC).timestamp() + off
    finding = clock(headers, now, is_signed=is_signed)
    assert (finding.ok, words in finding.words) == (ok, True)
    assert clock({}, now, is_signed=is_signed).ok is None


@pytest.mark.parametrize("kind", ["404", "500_before", "html"])
async def test_a_link_is_well_where_propops_tells_no_permissions(
    tmp_path: Path, kind: Kind
) -> None:
    async with surgery(tmp_path) as here:
        await here.link("priya", here.propops.token_for("Priya Shah"))
        here.propops.fail(Fault("/api/users/permissions", kind, times=None))
        found = await here.examine()
    assert [each.line for each in found if each.ok is False] == []
    assert "does not say whether it may write" in told(found, "link of").words


async def test_a_list_that_does_not_answer_is_the_only_fault(tmp_path: Path) -> None:
    async with surgery(tmp_path) as here:
        await here.link("priya", here.propops.token_for("Priya Shah"))
        here.propops.fail(Fault("list", "drop_before", times=None))
        found = await here.examine()
    about = [each.about for each in found if each.about.startswith(("PropOps list", "search"))]
    assert about == ["PropOps list of jobs", "search and reads of a job"]
    assert "If it stays so" in told(found, "PropOps list").words


@pytest.mark.parametrize(
    ("template", "about", "words"),
    [
        ("{home}/jobs/{{uuid}}", "PROPOPS_JOB_URL", "leads to PropOps itself"),
        ("{home}/jobs/{{uuid}}", "previews", "names of the Internet alone"),
        (
            "https://elsewhere.example.com/{{uuid}}",
            "PROPOPS_JOB_URL",
            "elsewhere.example.com, while",
        ),
    ],
)
async def test_where_pages_of_jobs_are_is_compared(
    tmp_path: Path, template: str, about: str, words: str
) -> None:
    async with surgery(tmp_path) as here:
        url = template.format(home=here.settings.propops_base_url)
        found = await here.with_(propops_job_url=url).examine()
    assert words in told(found, about).words
    assert [each.line for each in found if each.ok is False] == []
