"""The manifest is the truth about Slack: it must agree with the code, and with Slack."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import handlers
from bot import manifest
from bot.sandbox.slack import sandbox
from bot.web.http_app import SLACK_PATH
from bot.web.routes import Routes

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT.parent / "shared" / "slack" / "manifest.schema.2.0.0.json"
_METHOD = re.compile(
    r"(api|apps|assistant|auth|bookmarks|bots|chat|conversations|files|pins|reactions|reminders"
    r"|team|usergroups|users|views|entity)_\w+"
)
JOB_URL = "https://propops.example.com/jobs/{uuid}"
BOTH = pytest.mark.parametrize("url", [None, "https://bot.example.com"])


@pytest.fixture
def routes() -> Routes:
    routes = Routes()
    handlers.register(routes)
    return routes


def methods_called() -> Iterator[str]:
    """Every attribute of the bot's own code that is named like a method of Slack's Web API."""
    from slack_sdk.web.async_client import AsyncWebClient  # noqa: PLC0415 - to tell them apart

    known = {name for name in vars(AsyncWebClient) if _METHOD.fullmatch(name)}
    for folder in ("bot", "handlers"):
        for file in (ROOT / folder).rglob("*.py"):
            if "sandbox" in file.parts:
                continue
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in known:
                    yield node.attr


def test_the_tracked_manifest_is_the_generated_one() -> None:
    """To make it anew: propops-bot manifest > manifest.yml."""
    assert (ROOT / "manifest.yml").read_text("utf-8") == manifest.as_yaml(manifest.manifest())


def _validate(made: dict[str, Any]) -> None:
    import jsonschema  # noqa: PLC0415 - its grammars take seconds, which each worker would pay

    jsonschema.validate(made, json.loads(SCHEMA.read_text("utf-8")))


@BOTH
def test_slacks_schema_accepts_it(url: str | None) -> None:
    if not SCHEMA.exists():
        pytest.skip("Slack's manifest schema is not beside this checkout")
    _validate(manifest.manifest(url))
    _validate(manifest.manifest(url, JOB_URL))


def test_an_app_of_many_workspaces_says_where_browsers_come_back_to() -> None:
    url = "https://bot.example.com"
    made = manifest.manifest(url, many=True)
    assert made["oauth_config"]["redirect_urls"] == [
        f"{url}/slack/oauth_redirect",
        f"{url}/link/slack/callback",
    ]
    assert made["settings"]["org_deploy_enabled"]
    assert made["settings"]["token_rotation_enabled"]
    assert "team_access_revoked" in made["settings"]["event_subscriptions"]["bot_events"]
    if SCHEMA.exists():
        _validate(made)


@BOTH
def test_it_keeps_to_slacks_lengths(url: str | None) -> None:
    """[reference/app-manifest]."""
    made = manifest.manifest(url)
    shown = made["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    (command,) = made["features"]["slash_commands"]
    assert len(command["command"]) <= 32
    assert len(command["usage_hint"]) <= 1000
    assert command["should_escape"] is True


def test_the_command_is_the_one_listened_to(routes: Routes) -> None:
    assert routes.names("command") == [manifest.COMMAND]


def test_the_events_are_those_listened_to(routes: Routes) -> None:
    assert routes.names("event") == sorted([*manifest.EVENTS, *manifest.OF_ORGANISATIONS])


def test_the_shortcuts_are_those_listened_to(routes: Routes) -> None:
    told = {(each["type"], each["callback_id"]) for each in made_shortcuts()}
    heard = {("message", name) for name in routes.names("message_shortcut")}
    heard |= {("global", name) for name in routes.names("shortcut")}
    assert told == heard
    assert {id_: kind == "message" for kind, id_ in told} == dict(sandbox.SHORTCUTS)


def made_shortcuts() -> list[dict[str, str]]:
    return list(manifest.manifest()["features"]["shortcuts"])


def test_shortcuts_keep_to_slacks_lengths() -> None:
    """[reference/app-manifest]; five of each kind [interactivity/implementing-shortcuts]."""
    made = made_shortcuts()
    assert all(len(each["name"]) <= 24 and len(each["description"]) <= 150 for each in made)
    for kind in ("message", "global"):
        assert 1 <= sum(each["type"] == kind for each in made) <= 5


def test_optional_scopes_are_some_of_those_asked_for() -> None:
    scopes = manifest.manifest()["oauth_config"]["scopes"]
    assert set(scopes["bot_optional"]) == set(manifest.WITHOUT) < set(scopes["bot"])
    assert all(scope.endswith(":history") for scope in scopes["bot_optional"])


@pytest.mark.parametrize(
    ("job_url", "domains"),
    [
        (JOB_URL, ["propops.example.com"]),
        ("https://PropOps.Example.com:8443/jobs/{uuid}", ["propops.example.com"]),
        (None, None),
        ("http://127.0.0.1:8765/#job={uuid}", None),
        ("http://localhost/jobs/{uuid}", None),
        ("http://[::1]/jobs/{uuid}", None),
    ],
)
def test_links_to_jobs_are_previewed_from_their_own_domain(
    job_url: str | None, domains: list[str] | None
) -> None:
    assert manifest.manifest(None, job_url)["features"].get("unfurl_domains") == domains


def test_the_scopes_are_those_of_the_methods_called() -> None:
    assert set(methods_called()) == set(manifest.METHODS)


def test_over_http_everything_comes_in_through_one_door() -> None:
    urls = re.findall(
        r"https://[^\s\"]+", manifest.as_yaml(manifest.manifest("https://b.example/"))
    )
    assert set(urls) == {"https://b.example" + SLACK_PATH}
    assert manifest.SLACK_PATH == SLACK_PATH


_text = st.one_of(
    st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=20),
    st.sampled_from(
        ["yes", "No", "on", "OFF", "null", "~", "1.0", "a: b", "a:", "/job", "- x", "y"]
    ),
)
_names = st.text(alphabet="abc_", min_size=2, max_size=6)
_values = st.recursive(
    st.one_of(_text, st.booleans(), st.integers()),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(_names, inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


@given(st.dictionaries(_names, _values, min_size=1, max_size=4))
def test_what_is_written_as_yaml_is_read_back_the_same(value: Any) -> None:
    assert yaml.safe_load(manifest.as_yaml(value)) == value
