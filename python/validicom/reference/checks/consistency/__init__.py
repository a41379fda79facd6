"""Attributes of one object that must fit each other."""
