"""Every view and card the bot can draw, sent to Slack's own check [reference/methods/blocks.validate]."""

import json
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.cli.rehearsal.examples import Example, examples
from bot.cli.rehearsal.report import Report
from bot.errors import BotError
from bot.slack.web_api import Ok, SlackRefusal, call_until_answered
from bot.web.installation import REFUSALS

_METHOD = "blocks.validate"
_PATIENCE = 90.0
"""Seconds to wait for one answer; Slack gives no figure for the limit of this method."""
_MOST_NAMED = 5
_NOT_ITS_CONTENT = REFUSALS | {
    *("missing_scope", "not_allowed_token_type", "no_permission", "access_denied"),
    *("team_access_not_granted", "ekm_access_denied", "org_login_required"),
}
"""What Slack says of whoever asks, whatever is asked [reference/methods]."""
_FEATURE = "views and messages"


async def validate(client: AsyncWebClient, report: Report) -> None:
    """A line for all of them, or one for each that Slack would not take (the first five)."""
    checked, refused = 0, 0
    for example in examples():
        if example.kind == "entity":  # it stands in metadata, which the method does not take
            continue
        try:
            asked = partial(_ask, client, example)
            answer = await call_until_answered(_METHOD, asked, _PATIENCE)
        except BotError as away:
            report.add(_FEATURE, "unknown", f"after {checked} of them: {away.advice}")
            return
        match answer:
            case Ok():
                checked += 1
            case SlackRefusal(error="unknown_method" | "method_deprecated"):
                report.add(_FEATURE, "unknown", f"Slack has no {_METHOD} here")
                return
            case SlackRefusal(error=error) if error in _NOT_ITS_CONTENT:
                report.add(_FEATURE, "unknown", f"Slack does not check them: {error}")
                return
            case SlackRefusal(error=error, where=where):
                refused += 1
                if refused <= _MOST_NAMED:
                    place = f" at {', '.join(where)}" if where else ""
                    report.add(example.name, "fails", f"Slack would refuse it: {error}{place}")
    if not refused:
        report.add(_FEATURE, "works", f"Slack would take all {checked}")
    elif refused > _MOST_NAMED:
        report.add(_FEATURE, "fails", f"Slack would refuse {refused - _MOST_NAMED} more")


async def _ask(client: AsyncWebClient, example: Example) -> AsyncSlackResponse:
    """As a form: slack_sdk's own method would put all of it into the address."""
    kind = "message" if example.kind == "message" else "view"
    return await client.api_call(_METHOD, data={kind: json.dumps(example.content)})
