"""Approvals of material classes: the sheet that a person fills, and what becomes of it."""
