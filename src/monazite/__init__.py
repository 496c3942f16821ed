"""Decides, with a proof, whether a shipment needs a Chinese rare-earth export licence."""

__version__ = "0.1.0"
