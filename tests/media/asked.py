"""What a test asks of a file."""

import pytest

from bot.media.cleaning import BadFile, CleanFile, FileCleaner


async def cleaned(data: bytes, name: str = "kitchen.jpg") -> CleanFile:
    return await FileCleaner().clean(name, data)


async def why_not(data: bytes, name: str = "kitchen.jpg") -> str:
    with pytest.raises(BadFile) as refusal:
        await cleaned(data, name)
    return refusal.value.advice
