"""Demands on Attributes (PS3.5 7.4)."""
