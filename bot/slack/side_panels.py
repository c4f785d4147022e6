"""Answers to Slack's side panel: its details, its comments [reference/methods/entity.presentDetails].

Each answer needs the trigger of an event or a press and goes once. No method raises: a panel that was
not answered says so itself, and can be opened again.
"""

from functools import partial
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import without_retries
from bot.slack.message_metadata import dropped_entities, refused_entities
from bot.slack.web_api import Answer, Call, NotSent, Ok, SlackRefusal, call_once

log = structlog.get_logger(__name__)

Json = dict[str, Any]
_TRIES = 2


class SidePanels:
    def __init__(self, client: AsyncWebClient) -> None:
        self._client = without_retries(client)

    async def show(self, trigger: str, entity: Json) -> str:
        """Shows the entity in the panel; Slack's word where it refused it, or left out parts of it."""
        call = partial(self._client.entity_presentDetails, trigger_id=trigger, metadata=entity)
        return _dropped(await self._call("entity.presentDetails", call))

    async def ask_to_sign_in(self, trigger: str, url: str) -> bool:
        """Shows a prompt that leads to this address, and opens the panel where it is closed."""
        return await self._present(trigger, user_auth_required=True, user_auth_url=url)

    async def refuse(self, trigger: str, title: str, words: str) -> bool:
        """Shows a sentence in place of the job."""
        error = {"status": "custom", "custom_title": title, "custom_message": words}
        return await self._present(trigger, error=error)

    async def not_saved(self, trigger: str, words: str) -> bool:
        """Shows a sentence over what was entered, which stays."""
        return await self._present(trigger, error={"status": "edit_error", "custom_message": words})

    async def show_comments(
        self, trigger: str, comments: list[Json], *, may_post: bool, cursor: str = ""
    ) -> bool:
        more = {"cursor": cursor} if cursor else {}
        return await self._comments(trigger, comments=comments, can_post_comment=may_post, **more)

    async def ask_to_sign_in_for_comments(self, trigger: str, url: str) -> bool:
        return await self._comments(trigger, user_auth_required=True, user_auth_url=url)

    async def refuse_comments(self, trigger: str, words: str) -> bool:
        """Slack's page names the argument `error` and not its shape: a sentence, as for the next method."""
        return await self._comments(trigger, error=words)

    async def comment_kept(self, trigger: str, comment: Json) -> bool:
        return await self._acknowledge(trigger, comment=comment)

    async def comment_not_kept(self, trigger: str, words: str) -> bool:
        return await self._acknowledge(trigger, error=words)

    async def _present(self, trigger: str, **arguments: Any) -> bool:
        call = partial(self._client.entity_presentDetails, trigger_id=trigger, **arguments)
        return await self._answer("entity.presentDetails", call)

    async def _comments(self, trigger: str, **arguments: Any) -> bool:
        return await self._by_name("entity.presentComments", trigger, arguments)

    async def _acknowledge(self, trigger: str, **arguments: Any) -> bool:
        return await self._by_name("entity.acknowledgeCommentAction", trigger, arguments)

    async def _by_name(self, method: str, trigger: str, arguments: Json) -> bool:
        """For methods that slack_sdk has no function of."""
        body = {"trigger_id": trigger, **arguments}
        return await self._answer(method, partial(self._client.api_call, method, json=body))

    async def _answer(self, method: str, call: Call) -> bool:
        return isinstance(await self._call(method, call), Ok)

    async def _call(self, method: str, call: Call) -> Answer:
        """A trigger works once, so only what certainly never left is tried again."""
        answer = await call_once(call)
        for _ in range(_TRIES - 1):
            if not isinstance(answer, NotSent):
                break
            answer = await call_once(call)
        if isinstance(answer, Ok):
            if warning := answer.body.get("warning"):
                log.warning("slack left out parts of a panel", method=method, warning=warning)
            return answer
        error = answer.error if isinstance(answer, SlackRefusal) else type(answer).__name__
        where = answer.where if isinstance(answer, SlackRefusal) else ()
        log.warning("a panel was not answered", method=method, error=error, where=where)
        return answer


def _dropped(answer: Answer) -> str:
    """What Slack said of an entity that it did not take whole; empty where it took it."""
    if isinstance(answer, Ok):
        return dropped_entities(answer)
    is_refusal = isinstance(answer, SlackRefusal) and refused_entities(answer)
    return answer.error if isinstance(answer, SlackRefusal) and is_refusal else ""
