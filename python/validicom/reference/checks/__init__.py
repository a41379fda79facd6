"""The rules, one a file, in a folder for each family; `engine` finds them by listing these packages."""
