"""regnav over HTTP: a ready `Navigator` with routes around it.

from regnav_api import create_app

app = create_app()
"""

from regnav_api.app import create_app
from regnav_api.settings import Settings

__all__ = ["Settings", "create_app"]
