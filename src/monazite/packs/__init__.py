"""Regulation packs: data only, no Python beside this line."""
