"""Builds the parts of the bot in groups: stores, Slack, PropOps, workflows, listeners, the schedule.

Each group is a frozen record that knows the groups before it only. Nothing runs by being built:
`bot.app` starts and stops the parts.
"""
