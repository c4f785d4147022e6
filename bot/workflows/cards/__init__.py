"""Job cards in channels: posted, updated, refreshed from PropOps."""
