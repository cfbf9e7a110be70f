"""Platforms, replies and couriers as data: TOML files with valid and invalid samples inside, no code."""
