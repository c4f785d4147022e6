"""The bot killed without warning between two photos of five."""

from pathlib import Path

from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack import pictures as drawn
from tests.stories.test_kill import ended, environment_of, link_priya, process

REF = "JOB-003"


async def test_killed_between_two_photos_of_five_each_is_there_once(tmp_path: Path) -> None:
    """One was done, the next was on its way when the process died."""
    propops, slack = SandboxPropOps(), SandboxSlack()
    async with propops.serving() as propops_url, slack.serving() as slack_url:
        environment = environment_of(propops_url, slack_url, tmp_path)
        priya = slack.member("priya")
        await link_priya(propops, slack, tmp_path)
        files = [priya.upload(f"photo-{number}.png", drawn.png(number)) for number in range(5)]

        async with process(environment, tmp_path) as (_, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            await priya.command(f"/job photos {REF}")
            form = await priya.modal(having="photos")
            await priya.fill(form, photos=files)
            await priya.submit(form)
            await slack.until(lambda: propops.files(REF) or None, why="a photo")
            propops.fail(Fault("/api/jobs/photos", "late", seconds=3600))  # it never arrives
            await slack.until(
                lambda: any(each["fault"] == "late" for each in propops.requests) or None,
                why="the next photo on its way",
            )
        assert 1 <= len(propops.files(REF)) < 5

        propops.heal()
        async with process(environment, tmp_path) as (bot, port):
            slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
            await slack.wait_for_message(channel="maintenance", containing="✅ 5 photos added")
            await ended(bot)

        names = sorted(name for _, name, _ in propops.files(REF))
        assert names == [f"photo-{number}.png" for number in range(5)]
        [card] = slack.messages("maintenance")
        assert len([each for each in slack.thread(card) if "added" in each.text]) <= 1
