"""What a form has asked about: sending it once more confirms it, on whichever replica that comes in."""

import hashlib
import json
from collections.abc import Mapping

from bot.store.sent_notices import SentNoticeStore


class ConfirmedValues:
    """Remembers which doubtful values a form has asked about, for a day."""

    def __init__(self, notices: SentNoticeStore) -> None:
        self._notices = notices

    async def already_asked(self, view_id: str, doubtful: Mapping[str, str]) -> bool:
        """Whether the form has shown all these warnings, field → sentence; remembers them.

        Raises `DatabaseDown`.
        """
        return not await self.not_asked_yet(view_id, doubtful)

    async def not_asked_yet(self, view_id: str, doubtful: Mapping[str, str]) -> dict[str, str]:
        """The warnings that the form has not shown, field → sentence; remembers them.

        Raises `DatabaseDown`.
        """
        if not doubtful:
            return {}
        fields = {_key(view_id, field, sentence): field for field, sentence in doubtful.items()}
        new = await self._notices.claim_questions(list(fields))
        return {fields[key]: doubtful[fields[key]] for key in new}


def _key(view_id: str, field: str, sentence: str) -> str:
    """A hash: a sentence may repeat what was typed."""
    return hashlib.sha256(json.dumps([view_id, field, sentence]).encode()).hexdigest()
