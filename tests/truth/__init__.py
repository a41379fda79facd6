"""Small data sets with the findings that the Standard demands, and the tests that run them."""
