"""Five presses of a person: proof that what Slack sends reaches the bot that runs."""

import asyncio
import time
from collections.abc import Callable

from bot.cli.rehearsal.channel_posts import ChannelPosts
from bot.cli.rehearsal.report import Report
from bot.store.board_readers import BoardReaderStore
from bot.store.rehearsals import RehearsalStore
from bot.views import rehearsal

_LOOK_EVERY = 0.5
_HINT = (
    "it did not reach the bot. Is propops-bot serve running with this database, is SLACK_SIGNING_SECRET that "
    "of the app's page Basic Information, and are {where} as propops-bot manifest says?"
)
_WHERE = {"home": "Event Subscriptions (app_home_opened) and the Home Tab"}
_ANY = "Interactivity, Slash Commands and the Request URLs (or Socket Mode)"


async def ask(
    posts: ChannelPosts,
    store: RehearsalStore,
    readers: BoardReaderStore,
    team: str,
    report: Report,
    *,
    within: float,
    tell: Callable[[str], None],
) -> None:
    """Asks in the channel, and waits `within` seconds for all of them. A line for each."""
    await store.forget(team, "press")
    await store.put(team, "press", *rehearsal.PRESSES)
    began = time.time()
    ts = await posts.post(rehearsal.asking().wire())
    if not isinstance(ts, str):
        report.add("presses", "fails", "the message that asks for them can't be posted")
        return
    tell(f"Please look at the message in the channel: five presses, within {within:.0f} s.")
    heard: set[str] = set()
    until = time.monotonic() + within
    while time.monotonic() < until and len(heard) < len(rehearsal.PRESSES):
        await asyncio.sleep(_LOOK_EVERY)
        now = await store.heard(team)
        if any(member.team == team for member in await readers.homes_since(began)):
            now.add("home")
        if now - heard:
            heard |= now
            await posts.update(ts, rehearsal.asking(heard))
            tell(f"{len(heard)} of {len(rehearsal.PRESSES)}")
    for press, (feature, _) in rehearsal.PRESSES.items():
        if press in heard:
            report.add(feature, "works", "reached the bot")
        else:
            report.add(feature, "fails", _HINT.format(where=_WHERE.get(press, _ANY)))
