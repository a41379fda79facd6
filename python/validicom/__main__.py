"""`python -m validicom` is the command `validicom`."""

from .cli import main

main()
