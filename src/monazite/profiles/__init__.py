"""The library of material classes: data only (`monazite.services.library` reads it, docs/classes.md explains it)."""
