"""Official DocBook of the DICOM Standard (PS3.3, PS3.4, PS3.6) as a source of editions: `validicom standard import`.

The documents are read as hostile input; what is not understood is listed for a person and never guessed. The tables
that are made are those of a shipped edition (rust/standard/data/README.md), and `validicom.outside` packs them.
"""

from .convert import Imported, import_docbook

__all__ = ["Imported", "import_docbook"]
