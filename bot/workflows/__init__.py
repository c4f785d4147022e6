"""What happens with a change and its card, approval, draft and link: each step in order, once."""
