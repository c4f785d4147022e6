"""What the bot knows of each write, one file each."""
