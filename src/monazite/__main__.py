"""`python -m monazite`."""

from monazite.cli.main import app

app(prog_name="monazite")
