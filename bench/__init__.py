"""How quick the bot is, as ratios measured side by side in one run. `python -m bench`."""
