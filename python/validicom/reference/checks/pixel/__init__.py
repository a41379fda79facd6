"""Encoding of Pixel Data (PS3.5 8 and A.4)."""
