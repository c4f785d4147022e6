"""What becomes of a form's reading where its loading view can't be opened."""

import asyncio
from typing import Any, cast

import pytest

from bot.jobs.change import Member, Place
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from bot.views import modals
from handlers import background as module
from handlers.background import Background
from handlers.request import Request

REQUEST = Request(Member("", "T1", "U1"), Place("C1"), "1.2.3", "")


class Silent:
    async def open_view(self, _trigger: str, _view: object) -> str | None:
        raise SlackSilent("views.open", "TimeoutError")


class NoSigns:
    async def end(self, _trigger: str) -> None: ...


async def test_a_form_that_has_nowhere_to_be_shown_is_read_no_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "OPEN_WITHIN", 0.01)
    nothing: Any = None
    messenger = cast("Messenger", Silent())
    background = Background(messenger, nothing, nothing, nothing, nothing, cast("Any", NoSigns()))
    stopped = asyncio.Event()

    async def prepare() -> modals.View:
        try:
            await asyncio.sleep(10)
        finally:
            stopped.set()
        return {}

    with pytest.raises(SlackSilent):
        await background.open(REQUEST, "New job", prepare())
    await asyncio.sleep(0)
    assert stopped.is_set()
