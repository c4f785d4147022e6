"""The bot as one writes it in an afternoon: `python -m tests.bench.naive`, on the port in PORT.

Plain Bolt: it acks, then makes the job with one shared HTTP client (CSRF token, write, read) and posts
the card. Nothing is durable. With NAIVE_DATABASE there is a row before the ack, and a second write
after the card.
"""

import asyncio
import json
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.bench.signing import SECRET

_COLUMNS = ("job_title", "job_description", "address_id", "priority_id", "status_id", "job_type_id")


class Rows:
    """A table in a file, written in one thread, every commit on disk."""

    def __init__(self, path: str) -> None:
        self._thread = ThreadPoolExecutor(1)
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "CREATE TABLE changes (id TEXT PRIMARY KEY, body TEXT, state TEXT)",
        ):
            self._db.execute(statement)

    async def run(self, statement: str, *values: str) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._db.execute, statement, values)


def build() -> Any:
    propops = httpx.AsyncClient(base_url=os.environ["PROPOPS_BASE_URL"], timeout=20)
    slack = AsyncWebClient(
        token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]
    )
    app = AsyncApp(client=slack, signing_secret=SECRET)
    path = os.environ.get("NAIVE_DATABASE")
    table = Rows(path) if path else None

    @app.view("job.create")
    async def sent(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        fields = fields_of(view["state"]["values"])
        if table:
            statement = "INSERT INTO changes VALUES (?, ?, 'asked')"
            await table.run(statement, view["id"], json.dumps(fields))
        await ack()
        job = await make_job(propops, headers_of(body["user"]["id"]), fields)
        await slack.chat_postMessage(
            channel=json.loads(view["private_metadata"])["channel"],
            text=f"Job created: {job['job_ref']}",
            blocks=card(job),
        )
        if table:
            await table.run("UPDATE changes SET state = 'done' WHERE id = ?", view["id"])

    return AsyncSlackRequestHandler(app, path="/slack/events")


def headers_of(user: str) -> dict[str, str]:
    """With the member's token, which the stand-in of PropOps knows."""
    return {"Authorization": f"Bearer {int(user[1:]):064x}"}


async def make_job(
    propops: httpx.AsyncClient, headers: dict[str, str], fields: dict[str, Any]
) -> dict[str, Any]:
    """The job as PropOps has it, made and read back."""
    csrf = (await propops.get("/api/security/csrf-token", headers=headers)).raise_for_status()
    body = {"action": "create", "csrf_token": csrf.json()["data"]["token"], **fields}
    made = await propops.post("/api/jobs/manage", json=body, headers=headers)
    asked = {"action": "get", "uuid": made.raise_for_status().json()["data"]["uuid"]}
    read = await propops.get("/api/jobs/manage", params=asked, headers=headers)
    job: dict[str, Any] = read.raise_for_status().json()["data"]
    return job


def fields_of(values: dict[str, Any]) -> dict[str, Any]:
    """What PropOps takes, of what the form holds."""
    fields: dict[str, Any] = {}
    for name in _COLUMNS:
        entered = values[name][name]
        option = entered.get("selected_option")
        fields[name] = int(option["value"]) if option else entered["value"]
    return fields


def card(job: dict[str, Any]) -> list[dict[str, Any]]:
    """Its blocks."""
    lines = [f"*{name}*\n{job[name]}" for name in ("full_address", "priority_name", "status_name")]
    fields = [{"type": "mrkdwn", "text": line} for line in lines]
    title = {"type": "mrkdwn", "text": f"*{job['job_title']}*"}
    return [{"type": "section", "text": title, "fields": fields}]


if __name__ == "__main__":
    uvicorn.run(
        build(),
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        access_log=False,
        log_level="warning",
    )
