"""Backends that evaluate conditions and roll-ups over columns."""
