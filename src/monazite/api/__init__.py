"""The programming interface over HTTP: thin, speaks model types."""
