"""Calls to PropOps: connections, time limits, retries of reads, rate limits, CSRF tokens."""
