"""How Slack writes ids [reference/objects]: capitals and digits, the first letter says of what."""

import re

CHANNEL = re.compile(r"[CGD][A-Z0-9]+")
MEMBER_OR_GROUP = re.compile(r"[UWS][A-Z0-9]+")
TEAM = re.compile(r"[TE][A-Z0-9]{7,30}")
MEMBER = re.compile(r"[UW][A-Z0-9]{7,30}")
ORGANISATION = re.compile(r"E[A-Z0-9]{7,30}")
"""Slack promises no length; none it has given out is shorter than 9."""

CHANNEL_WANTED = (
    "write the channel's id, which begins with C (it stands at the foot of the channel's details), "
    "not its name"
)
MEMBER_WANTED = (
    "write ids of people (U… or W…) or user groups (S…), not names: in Slack, open the profile, "
    "then ⋮ and Copy member ID"
)
