"""A PropOps and a Slack on this machine, to try the bot against: the demo and the tests."""
