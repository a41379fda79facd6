"""Encoding of Data Elements (PS3.5 7)."""
