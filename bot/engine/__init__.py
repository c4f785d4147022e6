"""Runs that survive a crash, whatever they do. `protocol` says what is asked of an engine."""
