"""Tables changed at random, to see whether a test that does not read the tables' own values tells."""
