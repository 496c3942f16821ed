"""Adapters that keep things: pack files, stores, the audit log."""
