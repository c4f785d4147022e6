"""Rows that people put off, and take back. As `slack_steps`."""

from random import Random

from tests.board_walk.acting import anybody, open_home
from tests.board_walk.reading import asleep_in, board, rows_in, undoable_in, wake_list
from tests.board_walk.stage import Stage
from tests.board_walk.times import Putting
from tests.waiting import until


async def puts_off(stage: Stage, rng: Random) -> str:
    person = anybody(stage, rng)
    message = await board(stage, person.who)
    rows = rows_in(message.blocks)
    if not rows:
        return ""
    nth = rng.randrange(len(rows))
    ways: list[Putting] = ["tomorrow", "Monday", "in a week"]
    how = rng.choice(ways)
    await stage.play.slack.member(person.who).press(message, f"Snooze: {how}", nth=nth)
    await until(lambda: rows[nth] not in rows_in(message.blocks))
    stage.model.put_off(person.who, rows[nth], stage.jobs(), stage.clock(), how)
    return f"{person.who} puts {rows[nth]} off: {how}"


async def takes_it_back(stage: Stage, rng: Random) -> str:
    """A row is put off by mistake, on the board or on Home, and *Undo* is pressed where it stood."""
    person = anybody(stage, rng)
    member = stage.play.slack.member(person.who)
    is_home = rng.random() < 0.5
    if is_home:
        await open_home(stage, person)
    what = member.home if is_home else await board(stage, person.who)
    assert what is not None
    rows = rows_in(what.blocks)
    if not rows:
        return ""
    nth = rng.randrange(len(rows))
    group, name = rows[nth]
    if name in undoable_in(what.blocks):  # of two lines nobody could say which is which
        return ""
    await member.press(what, "Snooze: in a week", nth=nth)
    await until(lambda: rows[nth] not in rows_in(what.blocks))
    await until(lambda: name in undoable_in(what.blocks))
    if rng.random() < 0.3:
        await stage.restart()
    await member.press(what, "Undo", nth=undoable_in(what.blocks).index(name))
    await until(lambda: rows_in(what.blocks) == rows)
    return f"{person.who} puts {group}, {name} off {'on Home' if is_home else 'on the board'}, and takes it back"


async def wakes(stage: Stage, rng: Random) -> str:
    """One of the rows that are put off, chosen from the list of them."""
    person = anybody(stage, rng)
    message = await board(stage, person.who)
    asleep, block = asleep_in(message.blocks), wake_list(message.blocks)
    if block is None:
        return ""
    nth = rng.randrange(len(asleep))
    option = block["accessory"]["options"][nth]
    member = stage.play.slack.member(person.who)
    await member.choose(message, block["block_id"], ("", option["value"]))
    await until(lambda: asleep[nth] not in asleep_in(message.blocks))
    del stage.model.snoozed[person.who, asleep[nth]]
    return f"{person.who} wakes {asleep[nth]}"
