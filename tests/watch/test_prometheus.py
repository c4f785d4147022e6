"""A real Prometheus reads the bot: the alert rules, and every panel of the board, on real numbers."""

from pathlib import Path
from typing import Any

from bot.sandbox.testbed import open_testbed
from tests.waiting import until
from tests.watch.board import panels
from tests.watch.prometheus import needs, prometheus
from tests.watch.test_dashboard import rules
from tests.watch.working_day import GIVEN, one_of_each

pytestmark = needs("prometheus")


async def test_it_reads_the_bot_and_answers_every_panel(tmp_path: Path) -> None:
    async with open_testbed(tmp_path, **GIVEN) as play:
        target = play.bot_url.removeprefix("http://")
        async with prometheus(tmp_path, [target]) as watching:
            await one_of_each(play)
            empty = [query for each in panels() for query, _ in each.queries if each.kind != "row"]

            async def answered() -> bool:
                for query in list(empty):
                    if await watching.query(query.replace("$__rate_interval", "20s")):
                        empty.remove(query)
                return not empty

            try:
                await until(answered, seconds=40)
            except TimeoutError:
                raise AssertionError(f"no numbers for {empty}") from None
            (read,) = (await watching.ask("targets"))["activeTargets"]
            assert (read["health"], read["lastError"]) == ("up", "")
            loaded: list[Any] = []

            async def evaluated() -> bool:
                (group,) = (await watching.ask("rules"))["groups"]
                loaded[:] = group["rules"]
                return all(each["health"] == "ok" for each in loaded)

            await until(evaluated, seconds=30)
            assert {each["name"] for each in loaded} == {each["alert"] for each in rules()}
            (accepted,) = await watching.query('sum(propops_bot_changes_total{state="asked"})')
            ended = await watching.query("sum(propops_bot_changes_ended_total)")
            waits = await watching.query("sum(max by (state) (propops_bot_changes_open))")
            add_up = float(ended[0]["value"][1]) + float(waits[0]["value"][1])
            assert float(accepted["value"][1]) == add_up == 3
