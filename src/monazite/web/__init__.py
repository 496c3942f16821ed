"""The pages: thin, speak model types."""
