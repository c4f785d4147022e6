"""Runs that survive a crash, whatever they do. Only `dbos_engine` speaks to the library."""
