"""What a test asks of a file."""

import pytest

from bot.jobs.model import Upload
from bot.media.cleaning import BadFile, FileCleaner


async def cleaned(data: bytes, name: str = "kitchen.jpg") -> Upload:
    return await FileCleaner().clean(name, data)


async def why_not(data: bytes, name: str = "kitchen.jpg") -> str:
    with pytest.raises(BadFile) as refusal:
        await cleaned(data, name)
    return refusal.value.advice
