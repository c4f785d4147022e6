"""Trying to make the bot lose or double something: `python -m chaos`."""
