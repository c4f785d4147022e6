"""The sandbox as a place: a page in the browser, close to Slack's, with the real bot behind it.

What the page draws is the JSON that the bot sent and the strict sandbox let through; what a person
does on it goes to the bot as Slack would send it. Nothing here knows what the bot is about, except
for the panel of PropOps beside it.
"""

from bot.sandbox.playground.door import new_secret
from bot.sandbox.playground.page import Playground

__all__ = ["Playground", "new_secret"]
