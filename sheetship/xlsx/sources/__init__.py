"""Reading whatever somebody calls a table."""
