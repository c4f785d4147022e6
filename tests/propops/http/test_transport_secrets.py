"""No token gets out of a call, and none into the call of another member."""

import pickle

import httpx
import pytest

from bot.errors import (
    Refused,
    TokenDead,
)
from bot.propops.http.bearer import Bearer
from tests.propops.http.test_transport import write
from tests.propops.scripted import JOB, OK, TOKEN, UUID, Script, refused


async def test_no_error_repeats_a_token() -> None:
    said = f"User {TOKEN} sent csrf-number-2 twice"
    script = Script(refused(403, "csrf"), refused(400, said))
    with pytest.raises(Refused) as caught:
        await write(script)
    assert caught.value.message == "User … sent … twice"
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.args == caught.value.args


def test_nothing_prints_a_token() -> None:
    person = Script(OK).gateway().as_person(TOKEN)
    printed = repr(person) + repr(vars(person)) + str(person)
    assert TOKEN not in printed
    with pytest.raises(TypeError):
        pickle.dumps(Bearer(TOKEN))


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "naïve", "x" * 5000])
async def test_text_that_can_be_no_token_is_a_dead_link(token: str) -> None:
    script = Script(OK)
    with pytest.raises(TokenDead):
        await script.gateway().as_person(token).get(UUID)
    assert script.requests == []


async def test_a_session_cookie_of_one_member_never_travels_with_another() -> None:
    answer = httpx.Response(
        200, json={"success": True, "data": JOB}, headers={"set-cookie": "PHPSESSID=abc; Path=/"}
    )
    script = Script(answer)
    gateway = script.gateway()
    await gateway.as_person(TOKEN).get(UUID)
    await gateway.as_person("another-token").get(UUID)
    assert "cookie" not in script.requests[1].headers
