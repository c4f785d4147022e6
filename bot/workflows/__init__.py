"""What happens, in order, once."""
