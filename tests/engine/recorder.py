"""Work for an engine that writes down what was done."""

from bot.engine.protocol import Engine
from bot.jobs.change import Json

CANARY = "Bearer canary-5521"


class Recorder:
    """A workflow of two steps that notes what happens."""

    def __init__(self, engine: Engine, name: str = "note.twice") -> None:
        self.engine = engine
        self.seen: list[str] = []
        self.results: list[Json] = []
        engine.register(name, self.body)

    async def body(self, arg: str) -> None:
        self.results.append(await self.engine.step("one", self.effect, arg, 1))
        self.results.append(await self.engine.step("two", self.effect, arg, 2))

    async def effect(self, arg: str, n: int) -> Json:
        self.seen.append(f"{arg}{n}")
        return {"arg": arg, "n": n}
