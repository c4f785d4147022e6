"""A Slack for measuring: it takes messages and modals, and writes down when each one came."""

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.bench.http_double import Call, HttpDouble, Reply

TEAM, BOT_USER, CHANNEL = "T0BENCH00", "U00000000", "CFORM"
BOT_TOKEN = "xoxb-bench-token"


@dataclass
class Message:
    """`key`: what the sender calls it, empty for none; times are those of `time.perf_counter`."""

    channel: str
    ts: str
    key: str
    thread: str
    posted_at: float
    metadata: dict[str, Any] = field(default_factory=dict)
    updated_at: list[float] = field(default_factory=list)


class SlackDouble:
    """`per_second`: with True, a channel takes three messages at once and one a second on average,
    and answers 429 to more, as Slack does [apis/web-api/rate-limits].
    """

    def __init__(self, *, per_second: bool = False) -> None:
        self.http = HttpDouble(self._answer)
        self.messages: list[Message] = []
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.views: dict[str, dict[str, Any]] = {}
        """By id, as each is shown now."""
        self._view_shown = asyncio.Event()
        self._per_second = per_second
        self._free_at: dict[str, float] = {}
        self._by_ts: dict[str, Message] = {}
        self._waiting: dict[str, list[asyncio.Future[float]]] = {}

    def will_post(self, channel: str) -> "asyncio.Future[float]":
        """Done when the next message in the channel comes, with its time."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(channel, []).append(waiting)
        return waiting

    def seed(self, channel: str, ts: str) -> None:
        """A message that was posted earlier."""
        self._by_ts[ts] = Message(channel, ts, "", "", 0.0)

    async def next_form(self, callback_id: str) -> dict[str, Any]:
        """The next modal of that kind to be shown."""
        before = set(map(id, self.views.values()))
        while True:
            for view in self.views.values():
                if view.get("callback_id") == callback_id and id(view) not in before:
                    return view
            self._view_shown.clear()
            await self._view_shown.wait()

    @property
    def posts(self) -> int:
        """How many messages were posted in channels, private ones left out."""
        return sum(not each.channel.startswith("D") for each in self.messages)

    def doubled(self) -> list[str]:
        """Keys that more than one message carries."""
        keys = Counter(each.key for each in self.messages if each.key)
        return [key for key, count in keys.items() if count > 1]

    def _answer(self, call: Call) -> Reply:
        method = call.path.rpartition("/")[2]
        if call.path in {"/actions", "/commands"}:
            self.calls["response_url"] += 1
            return Reply({"ok": True})
        self.calls[method] += 1
        form = {**call.query, **call.form()}
        if (call.bearer() or form.get("token")) != BOT_TOKEN and "/api/" in call.path:
            return self._no("not_authed")
        match method:
            case "auth.test":
                return _ok({"url": "https://bench.example.com/", "team": "Bench", "user": "bot",
                            "team_id": TEAM, "user_id": BOT_USER, "bot_id": "B1"})  # fmt: skip
            case "users.info":
                user = {"id": form.get("user", ""), "team_id": TEAM, "name": "priya",
                        "real_name": "Priya Shah", "tz": "Europe/London", "deleted": False,
                        "is_bot": False, "is_restricted": False}  # fmt: skip
                return _ok({"user": user})
            case "chat.postMessage":
                return self._post(form)
            case "chat.update":
                return self._update(form)
            case "views.open":
                return self._show(f"VOPEN{len(self.views) + 1}", form)
            case "views.update":
                return self._show(form["view_id"], form)
            case "conversations.info":
                return _ok({"channel": {"id": form.get("channel", ""), "is_ext_shared": False}})
            case "conversations.open":
                return _ok({"channel": {"id": f"D{form.get('users', '')}"}})
            case "conversations.history" | "conversations.replies":
                return self._history(form)
            case "chat.postEphemeral":
                return _ok({"message_ts": "1.1"})
        return _ok({})

    def _post(self, form: dict[str, str]) -> Reply:
        channel, now = form["channel"], time.perf_counter()
        if not (form.get("text") or form.get("blocks")):
            return self._no("no_text")
        if self._per_second:
            free_at = max(now - 2.0, self._free_at.get(channel, 0.0))
            if free_at > now:
                self.refused["ratelimited"] += 1
                return Reply({"ok": False, "error": "ratelimited"}, 429, {"retry-after": "1"})
            self._free_at[channel] = free_at + 1.0
        metadata = json.loads(form.get("metadata") or "{}")
        key = metadata.get("event_payload", {}).get("key", "")
        ts = f"{int(time.time())}.{len(self.messages) + 1:06}"
        message = Message(channel, ts, key, form.get("thread_ts", ""), now, metadata)
        self.messages.append(message)
        self._by_ts[ts] = message
        for waiting in self._waiting.pop(channel, []):
            if not waiting.done():
                waiting.set_result(now)
        return _ok({"channel": channel, "ts": ts, "message": {"ts": ts, "text": ""}})

    def _history(self, form: dict[str, str]) -> Reply:
        """A channel, or with `ts` a thread, read back with what bots have added."""
        oldest, thread = float(form.get("oldest") or 0), form.get("ts", "")
        found = [
            {"type": "message", "ts": each.ts, "text": "", "metadata": each.metadata}
            for each in self.messages
            if each.channel == form["channel"] and float(each.ts) >= oldest
            if not thread or thread in (each.thread, each.ts)
        ]
        return _ok({"messages": found[::-1], "has_more": False})

    def _update(self, form: dict[str, str]) -> Reply:
        message = self._by_ts.get(form["ts"])
        if message is None or message.channel != form["channel"]:
            return self._no("message_not_found")
        message.updated_at.append(time.perf_counter())
        return _ok({"channel": message.channel, "ts": message.ts, "text": ""})

    def _show(self, view_id: str, form: dict[str, str]) -> Reply:
        view = json.loads(form["view"]) | {"id": view_id, "hash": "1"}
        self.views[view_id] = view
        self._view_shown.set()
        return _ok({"view": {"id": view_id, "hash": "1"}})

    def _no(self, error: str) -> Reply:
        self.refused[error] += 1
        return Reply({"ok": False, "error": error})


def _ok(body: dict[str, Any]) -> Reply:
    return Reply({"ok": True, **body})
