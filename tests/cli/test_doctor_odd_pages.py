"""`propops-bot doctor` where somebody else answers in PropOps's or in Slack's place."""

from pathlib import Path

import pytest

from bot.cli.finding import Finding
from tests.cli.test_doctor import Surgery, surgery, told
from tests.propops.http.serving import serving
from tests.propops.odd_pages import AWAY, BUSY, OWN_403, Page
from tests.propops.test_odd_answers import OddServer

SEEN: dict[str, str] = {
    "401 page": "status 401",
    "403 JSON": "status 403",
    "451 page": "status 451",
    "502 page": "status 502",
    "200 half a JSON": "unreadable answer",
    "200 another envelope": "unreadable answer",
    "204": "unreadable answer",
    "302": "status 302",
    "no gzip": "unreadable answer",
}


async def examined(
    folder: Path, page: Page, *, linked: bool = True
) -> tuple[list[Finding], list[Finding]]:
    """All findings, and of them the faults."""
    server = OddServer()
    server.page, server.on_csrf = page, True
    async with serving(server.serve) as host, surgery(folder) as here:
        if linked:
            await here.link("priya", here.propops.token_for("Priya Shah"))
        found = await here.with_(propops_base_url=f"http://{host}").examine()
    return found, [each for each in found if each.ok is False]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.propops.http.transport._backoff", lambda _: 0.0)


@pytest.mark.parametrize("name", SEEN)
async def test_it_says_what_it_saw_and_which_setting_to_look_at(tmp_path: Path, name: str) -> None:
    found, faults = await examined(tmp_path, AWAY[name])
    assert [each.about.split()[0] for each in faults] == ["PropOps", "link"]
    assert SEEN[name] in faults[0].words
    assert "PROPOPS_BASE_URL" in faults[0].words
    assert "can't be checked" in faults[1].words
    assert "PROPOPS_BASE_URL" in told(found, "reads of PropOps").words
    assert "PROPOPS_PRIORITIES" not in "".join(each.line for each in found)


async def test_propops_s_own_refusal_and_its_wish_to_wait_are_told_apart(tmp_path: Path) -> None:
    _, faults = await examined(tmp_path, OWN_403)
    assert "isn't allowed" in faults[0].words
    assert not [each for each in faults if "can't be checked" in each.words]


async def test_a_busy_propops_is_no_wrong_address(tmp_path: Path) -> None:
    _, faults = await examined(tmp_path, BUSY["429 envelope"], linked=False)
    assert "busy" in faults[0].words


@pytest.mark.parametrize(
    ("fault", "saw"),
    [
        ("page_403", "what answers is not Slack (status 403)"),
        ("page_418", "what answers is not Slack (status 418)"),
        ("json_403", "what answers is not Slack (status 403)"),
        ("garbage", "what answers is not Slack (unreadable answer)"),
        ("cut_json", "what answers is not Slack (unreadable answer)"),
        ("empty", "what answers is not Slack (unreadable answer)"),
        ("http_503", "can't be reached (status 503)"),
    ],
)
async def test_a_page_in_slack_s_place_is_no_refusal(tmp_path: Path, fault: str, saw: str) -> None:
    async with surgery(tmp_path) as here:
        here.slack.fail("*", fault, times=-1)
        finding = told(await _of_slack(here), "Slack sign-in")
    assert finding.ok is False
    assert saw in finding.words


async def _of_slack(here: Surgery) -> list[Finding]:
    return [each for each in await here.examine() if each.about.startswith("Slack")]
