"""The board that empties: read for one person, on their Home, and in their morning message."""
