"""regnav over HTTP: a ready `Navigator` with routes around it.

from regnav_api.app import create_app

app = create_app()
"""
