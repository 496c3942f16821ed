"""Scenarios of delay, denial and the way out."""
