"""What the bot keeps: tables, for SQLite and Postgres alike. Importing this opens nothing."""
