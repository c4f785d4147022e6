"""What a form has asked about: sending it once more confirms it, on whichever replica that comes in."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from bot.jobs.private_questions.questions import parts_of
from bot.jobs.private_text.find import PrivateSpan
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

    async def words_not_asked_yet(
        self, view_id: str, field: str, text: str, found: Sequence[PrivateSpan]
    ) -> list[PrivateSpan]:
        """Those of what was found in the text of a field that the form has not asked about; remembers them.

        The rest of the text may change: each word is asked about once. Raises `DatabaseDown`.
        """
        if not found:
            return []
        parts = {each: parts_of(text, each) for each in found}
        keys = {
            part: _key(view_id, field, text[part.start : part.end].casefold())
            for each in found
            for part in parts[each]
        }
        new = set(await self._notices.claim_questions(list(dict.fromkeys(keys.values()))))
        asked: list[PrivateSpan] = []
        for each in found:
            unseen = [part for part in parts[each] if keys[part] in new]
            asked += [each] if len(unseen) == len(parts[each]) else unseen
        return asked


def _key(view_id: str, field: str, words: str) -> str:
    """A hash: a sentence may repeat what was typed."""
    return hashlib.sha256(json.dumps([view_id, field, words]).encode()).hexdigest()
