"""The catalogue in the admin: every row for the operator, its own rows for a merchant."""
