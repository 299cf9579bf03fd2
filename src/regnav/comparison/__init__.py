"""Regimes side by side: by topic, and for one system.

forces    how a norm binds on a day, in order: what is voluntary never stands as the equal of what is binding
entries   a norm as a comparison shows it: by the law alone, or as it stands for a system
cells     what a regime asks on a topic: force first, then who, since when, the strictest clock, the highest sanction
matrix    topics × regimes, and what is new in each place
tables    as CSV, XLSX and Markdown
linked    as JSON-LD
formats   every format with its media type
"""

from regnav.comparison.cells import Cell
from regnav.comparison.entries import ComparedNorm
from regnav.comparison.formats import FORMATS
from regnav.comparison.linked import to_jsonld
from regnav.comparison.matrix import RegimeComparison, compare
from regnav.comparison.tables import to_csv, to_markdown, to_xlsx

__all__ = ["FORMATS", "Cell", "ComparedNorm", "RegimeComparison", "compare", "to_csv", "to_jsonld", "to_markdown", "to_xlsx"]
