"""Retired Attributes and SOP Classes."""
