"""One file for each write: its body, its checks, and how to find out whether it took effect."""
