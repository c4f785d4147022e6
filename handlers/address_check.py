"""Where `propops-bot doctor` finds out whether PUBLIC_URL leads to this bot.

Under `/link/`, since a proxy passes nothing else on that browsers open.
"""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.manifest import ADDRESS_CHECK
from bot.store.key_proof import KeyProof
from handlers.page_limit import Limit

_A_MINUTE = 60
BOT = "propops-slack"


class AddressCheck:
    def __init__(self, proof: KeyProof) -> None:
        self._proof, self._limit = proof, Limit(_A_MINUTE, 60)

    def routes(self) -> Sequence[BaseRoute]:
        return [Route(ADDRESS_CHECK + "/{question}", self.respond, methods=["GET"])]

    async def respond(self, request: Request) -> Response:
        """Says what was encrypted in the question: nobody without the keys can."""
        if not self._limit.allows():
            return JSONResponse({"bot": BOT}, 429, {"retry-after": "60"})
        question: str = request.path_params["question"]
        return JSONResponse({"bot": BOT, "answer": self._proof.answer(question)})
