"""Channels that follow jobs: looking for changes, telling them, resting while that can't be."""
