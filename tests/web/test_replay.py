"""A request captured on its way and sent again does nothing."""

import asyncio

from tests.web.signed_requests import NOW, Door, command, signed
from tests.web.test_slack_endpoint import hear_all


async def test_a_request_sent_again_as_it_was_gets_the_same_answer_and_does_nothing(
    door: Door,
) -> None:
    heard = hear_all(door)
    raw = command("secret plan")
    async with door.open() as http:
        at_once = await asyncio.gather(
            *(http.post("/slack/events", content=raw, headers=signed(raw)) for _ in range(3))
        )
        later = await http.post("/slack/events", content=raw, headers=signed(raw))
        anew = await http.post("/slack/events", content=raw, headers=signed(raw, stamp=NOW + 1))

    answers = {(each.status_code, each.text) for each in (*at_once, later, anew)}
    assert len(answers) == 1
    assert len(heard) == 2


async def test_a_copy_of_a_request_that_was_unreadable_is_told_so_too(door: Door) -> None:
    raw = b"payload=%5B"
    async with door.open() as http:
        both = await asyncio.gather(
            *(http.post("/slack/events", content=raw, headers=signed(raw)) for _ in range(2))
        )
    assert [each.status_code for each in both] == [400, 400]
