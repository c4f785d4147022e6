"""How it looks: models in, Block Kit out; pure functions."""
