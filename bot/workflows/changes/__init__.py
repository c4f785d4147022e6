"""The life cycle of a change: accepted, run exactly once, told to people."""
