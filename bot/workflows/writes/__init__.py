"""One file for each write: all that the bot knows of it beyond its words."""
