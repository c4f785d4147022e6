"""What Slack is answered when a listener raises before its ack."""

from typing import cast

import orjson

from bot.errors import Busy
from bot.members.access import Access
from handlers.background import Background
from handlers.errors import ErrorHandler


async def test_a_command_that_came_too_early_is_answered_with_its_sentence() -> None:
    handler = ErrorHandler(cast("Access", None), cast("Background", None))
    response = await handler(Busy(), {"command": "/job", "user_id": "U1", "team_id": "T1"})
    said = orjson.loads(response.body)
    assert said["response_type"] == "ephemeral"
    assert said["text"] in said["blocks"][0]["text"]["text"]
    assert Busy.typed in said["text"]
    assert "press" not in said["text"]
