"""The supply graph and its content roll-up: sound bounds of mass and value."""
