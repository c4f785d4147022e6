"""Saying things in Slack."""
