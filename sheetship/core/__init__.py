"""Decides. Plain frozen values in and out: no files, clock, network, randomness or logging in here."""
