"""Trials of bytes, files and folders that have stopped other tools: each test prints its figure."""
