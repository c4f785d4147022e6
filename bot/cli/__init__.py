"""The command line, one module per group. Nothing heavy is imported before its command runs."""
