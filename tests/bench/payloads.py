"""What Slack sends: commands, sent forms, presses, asked for options. A form is the one the bot opened."""

import itertools
import json
from typing import Any
from urllib.parse import urlencode

from tests.bench.slack_double import BOT_USER, CHANNEL, TEAM

Row = dict[str, Any]

RESPONSE_ORIGIN = "http://127.0.0.1:9"
"""Of response_urls, until the one who sends the payload puts its stand-in's own there."""

_numbers = itertools.count(1)
_TYPED = {"job_description": "No hot water since Monday"}
_CHOSEN = {"address_id": "1 Elm Row, Leeds", "priority_id": "High", "status_id": "New",
           "job_type_id": "Plumbing"}  # fmt: skip


def user(number: int) -> str:
    return f"U{number:08d}"


def command(who: str, text: str, channel: str = CHANNEL) -> bytes:
    return urlencode(
        {
            "token": "x" * 24, "team_id": TEAM, "team_domain": "bench", "channel_id": channel,
            "channel_name": "jobs", "user_id": who, "user_name": "priya", "command": "/job",
            "text": text, "api_app_id": "A1", "is_enterprise_install": "false",
            "trigger_id": f"1.2.{next(_numbers)}",
            "response_url": f"{RESPONSE_ORIGIN}/commands",
        }
    ).encode()  # fmt: skip


def submission(opened: Row, who: str, channel: str) -> bytes:
    """The form, filled in and sent. `opened`: the view; it was opened from `CHANNEL`, and now is from
    `channel`, under an id of its own.
    """
    number = next(_numbers)
    view = opened | {
        "id": f"VSENT{number}", "team_id": TEAM, "app_id": "A1", "bot_id": "B1", "hash": "1",
        "root_view_id": f"VSENT{number}", "previous_view_id": None, "app_installed_team_id": TEAM,
        "private_metadata": opened["private_metadata"].replace(CHANNEL, channel),
        "state": {"values": _values(opened["blocks"])},
    }  # fmt: skip
    return _interaction({"type": "view_submission", "view": view, "response_urls": []}, who)


def press(who: str, channel: str, ts: str, job: Row, *, attempt: int = 1) -> bytes:
    """*Notify contractor* on a card."""
    value = json.dumps(["notify", job["uuid"], attempt, "", job["job_ref"]], separators=(",", ":"))
    fields = [{"type": "mrkdwn", "text": f"*Field {n}*\nvalue & more"} for n in range(8)]
    return _interaction(
        {
            "type": "block_actions",
            "container": {"type": "message", "message_ts": ts, "channel_id": channel},
            "channel": {"id": channel, "name": "jobs"},
            "message": {"type": "message", "user": BOT_USER, "ts": ts, "text": "Job created",
                        "blocks": [{"type": "section", "block_id": "f", "fields": fields}]},
            "state": {"values": {}},
            "response_url": f"{RESPONSE_ORIGIN}/actions",
            "actions": [{"action_id": "card.notify", "block_id": "card", "type": "button",
                         "text": {"type": "plain_text", "text": "Notify contractor", "emoji": True},
                         "value": value, "action_ts": "1750000001.000000"}],
        },
        who,
    )  # fmt: skip


def suggestion(opened: Row, who: str, name: str, typed: str) -> bytes:
    """Somebody types into a field with options."""
    view = opened | {"id": "VTYPED", "team_id": TEAM, "state": {"values": {}}}
    payload = {"type": "block_suggestion", "action_id": name, "block_id": name, "value": typed,
               "container": {"type": "view", "view_id": "VTYPED"}, "view": view}  # fmt: skip
    return _interaction(payload, who)


def home_opened(who: str) -> bytes:
    """Somebody looks at the Home tab."""
    number = next(_numbers)
    event = {"type": "app_home_opened", "user": who, "tab": "home", "channel": f"D{who}",
             "event_ts": f"{number}.1"}  # fmt: skip
    return json.dumps(
        {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "token": "x" * 24,
         "event": event, "event_id": f"Ev{number}", "event_time": 1, "authorizations": []}
    ).encode()  # fmt: skip


def _interaction(payload: Row, who: str) -> bytes:
    whole = {
        "team": {"id": TEAM, "domain": "bench"}, "enterprise": None, "is_enterprise_install": False,
        "user": {"id": who, "username": "priya", "name": "priya", "team_id": TEAM},
        "api_app_id": "A1", "token": "x" * 24, "trigger_id": f"1.2.{next(_numbers)}",
    } | payload  # fmt: skip
    return urlencode({"payload": json.dumps(whole)}).encode()


def _values(blocks: list[Row]) -> Row:
    """The state of every input, the required ones filled in."""
    inputs = [each for each in blocks if each.get("type") == "input"]
    return {
        each["block_id"]: {
            each["element"]["action_id"]: _value(each["block_id"], each["element"]["type"])
        }
        for each in inputs
    }


def _value(name: str, kind: str) -> Row:
    if name in _CHOSEN:
        text = {"type": "plain_text", "text": _CHOSEN[name], "emoji": True}
        return {"type": kind, "selected_option": {"text": text, "value": "1"}}
    match kind:
        case "datepicker":
            return {"type": kind, "selected_date": None}
        case "static_select" | "external_select":
            return {"type": kind, "selected_option": None}
        case "multi_external_select" | "multi_static_select":
            return {"type": kind, "selected_options": []}
        case _:
            title = f"Boiler not firing in {_flat(next(_numbers))}" if name == "job_title" else None
            return {"type": kind, "value": title or _TYPED.get(name)}


def _flat(number: int) -> str:
    """Each its own. Four digits in a row might open a door: the bot would ask about them."""
    return f"flat {number % 100}, house {number // 100 % 100}, row {number // 10_000}"
