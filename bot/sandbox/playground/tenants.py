"""What stands in the channel when the demo begins: what tenants wrote, passed on by colleagues."""

from bot.sandbox.slack import SandboxSlack, pictures

MAIL = """FYI, please log this one

---------- Forwarded message ---------
From: Jane Hollis <jane.hollis@example.org>
Date: Mon, 23 Nov 2026 at 18:42
Subject: No hot water at 12 Elm Row
To: Repairs <repairs@harrowfield.example>

Hi team,

The boiler makes a banging noise and there has been no hot water since Sunday.
I am in after 4 most days. The key safe by the back door is 4471.

Kind regards,
Jane Hollis
07700 900123

Sent from my iPhone

On Fri, 20 Nov 2026 at 09:10, Repairs <repairs@harrowfield.example> wrote:
> Dear Ms Hollis, is the pressure still dropping?"""
LEAK = (
    "Kitchen tap won't stop dripping at 9 Beckside Terrace :droplet: tenant says it's getting worse"
)
PHOTOS = (
    "Photos from the tenant at 7 Chevin Side: stain on the bedroom ceiling, gate off its hinges"
)


def write(slack: SandboxSlack, channel: str = "maintenance") -> None:
    """An e-mail that was passed on, a short text, and three photographs that tell where they were taken."""
    slack.member("tom").say(MAIL, channel)
    slack.member("nia").say(LEAK, channel)
    dana = slack.member("dana")
    photos = [dana.upload(n, data) for n, data in pictures.files().items() if not n.endswith("pdf")]
    dana.say(PHOTOS, channel, files=photos)
