"""The servers under load, each its own process: `python -m tests.bench.servers KIND LISTENERS`.

`floor` checks Slack's signature and answers 200: no server can do less. `bolt` is plain Bolt as its
documentation has it. `ours` is the bot's own endpoint and dispatch. In both the listener that matches
is the last of LISTENERS, and only acks.
"""

import hmac
import logging
import sys
import time
from functools import partial
from typing import Any

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.serve import listen
from bot.web.bolt import Routes, bolt_app
from bot.web.http_app import http_app
from bot.web.installation import Installed, SlackInstallation
from bot.web.metrics import Metrics
from bot.web.slack_endpoint import SlackEndpoint
from tests.bench.signing import SECRET

KNOWN = AuthorizeResult(
    enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U0"
)


async def only_ack(ack: AsyncAck) -> None:
    await ack()


async def floor(scope: Any, receive: Any, send: Any) -> None:
    headers = dict(scope["headers"])
    raw = b""
    while True:
        message = await receive()
        raw += message.get("body", b"")
        if not message.get("more_body"):
            break
    stamp = headers[b"x-slack-request-timestamp"]
    digest = hmac.digest(SECRET.encode(), b"v0:" + stamp + b":" + raw, "sha256").hex()
    good = hmac.compare_digest(b"v0=" + digest.encode(), headers[b"x-slack-signature"])
    status = 200 if good and abs(time.time() - int(stamp)) < 300 else 401
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]}
    )
    await send({"type": "http.response.body", "body": b""})


def bolt(listeners: int) -> Any:
    async def authorize() -> AuthorizeResult:
        return KNOWN

    app = AsyncApp(signing_secret=SECRET, authorize=authorize)
    for number in range(listeners - 1):
        app.action(f"other.{number}")(only_ack)
    app.action("card.restore")(only_ack)
    app.command("/job")(only_ack)
    return AsyncSlackRequestHandler(app, path="/slack/events")


def ours(listeners: int) -> Any:
    async def never(error: Exception) -> None:
        raise error

    client = AsyncWebClient(token="xoxb-1")
    identity = SlackInstallation(client)
    identity.installed = Installed("T1", "", "U0", "B1", "", ())
    identity._result = KNOWN
    routes = Routes()
    for number in range(listeners - 1):
        routes.action(f"other.{number}")(only_ack)
    routes.action("card.restore")(only_ack)
    routes.command("/job")(only_ack)
    metrics = Metrics()
    app = bolt_app(
        routes,
        client=client,
        bot_auth=identity,
        parts={},
        on_error=never,
        acks=lambda kind: partial(metrics.acked, kind),
    )
    return http_app(SlackEndpoint(app, SECRET), {}, metrics)


def main() -> None:
    kind, listeners = sys.argv[1], int(sys.argv[2])
    logging.basicConfig(level=logging.WARNING)
    app = floor if kind == "floor" else {"bolt": bolt, "ours": ours}[kind](listeners)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_level="warning",
    )
    listener = listen("127.0.0.1", 0)
    print(listener.getsockname()[1], flush=True)  # what is sent from now on waits in the line
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
