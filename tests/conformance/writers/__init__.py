"""Objects that other programs write: a module a writer, each with `NAME`, `NEEDS` and `objects(work)`.

`objects` gives a function for each object, which writes it to a path; `work` is a folder for what the writer is given.
`python tests/conformance/make_objects.py FOLDER` makes them all; `test_writers.py` holds what is found in them against
`writers.tsv`. What the writers are given (series, pictures, meshes) comes from `sources.py` and has no fault of its own.
"""
