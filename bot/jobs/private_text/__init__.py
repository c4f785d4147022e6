"""What no channel may see in running text: codes that open something, phone numbers, e-mail addresses."""
