"""The naive bot with the durable engine, and nothing else: `python -m tests.bench.naive_engine`, on the port in PORT.

It starts a run of the engine, acks, and the run makes the job and posts the card, a recorded step each. So it
shows what a bot of the same libraries costs before it does anything that the bot does besides. The
engine's file is set up as the bot's; NAIVE_DATABASE names it.
"""

import asyncio
import json
import os
from typing import Any

import httpx
import sqlalchemy as sa
import uvicorn
from dbos import DBOS, DBOSConfig, SetWorkflowID
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.bench.naive import card, fields_of, headers_of, make_job
from tests.bench.signing import SECRET


def open_file(path: str) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{path}", pool_size=1, max_overflow=0)

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def build() -> Any:
    propops = httpx.AsyncClient(base_url=os.environ["PROPOPS_BASE_URL"], timeout=20)
    slack = AsyncWebClient(
        token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]
    )
    app = AsyncApp(client=slack, signing_secret=SECRET)

    @DBOS.step()
    async def make(user: str, fields: dict[str, Any]) -> dict[str, Any]:
        return await make_job(propops, headers_of(user), fields)

    @DBOS.step()
    async def show(channel: str, job: dict[str, Any]) -> None:
        text = f"Job created: {job['job_ref']}"
        await slack.chat_postMessage(channel=channel, text=text, blocks=card(job))

    @DBOS.workflow()
    async def create(user: str, channel: str, fields: dict[str, Any]) -> None:
        await show(channel, await make(user, fields))

    @app.view("job.create")
    async def sent(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        channel = json.loads(view["private_metadata"])["channel"]
        with SetWorkflowID(view["id"]):
            await DBOS.start_workflow_async(
                create, body["user"]["id"], channel, fields_of(view["state"]["values"])
            )
        await ack()

    return AsyncSlackRequestHandler(app, path="/slack/events")


async def serve() -> None:
    config: DBOSConfig = {
        "name": "naive",
        "application_version": "1",
        "executor_id": "naive",
        "log_level": "WARNING",
        "use_listen_notify": False,
        "system_database_engine": open_file(os.environ["NAIVE_DATABASE"]),
    }
    DBOS(config=config)
    app = build()
    DBOS.launch()
    port = int(os.environ["PORT"])
    settings = uvicorn.Config(
        app, host="127.0.0.1", port=port, access_log=False, log_level="warning"
    )
    try:
        await uvicorn.Server(settings).serve()
    finally:
        DBOS.destroy()


if __name__ == "__main__":
    asyncio.run(serve())
