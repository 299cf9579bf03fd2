"""Makes the app: a ready `Navigator` with HTTP around it. Nothing happens at import, and two apps may hold different law."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from fastapi import FastAPI
from fastapi.routing import APIRoute

from regnav import __version__
from regnav.data import turtle_files
from regnav.navigator import Navigator, load
from regnav_api import documentation, errors
from regnav_api.cache import AnswerCache
from regnav_api.routes import analysis, assessments, catalogue, comparisons, health, incidents, queries, sparql
from regnav_api.settings import Settings
from regnav_api.sparql.workers import Unavailable, Workers

DESCRIPTION = """\
Describe a system by facts and get every norm that applies, will apply or may apply to it: from when, to whom, why, and which facts are missing.
What is not stated is unknown, never false. An aid to reading the law, not legal advice.

Errors are problem documents (RFC 9457); those that know what may have been meant say so in `suggestions`.
"""
TAGS = [
    {"name": "assessments", "description": "Which norms apply to a system."},
    {"name": "incidents", "description": "The clocks that an incident starts."},
    {"name": "analysis", "description": "What lies across the norms of a system."},
    {"name": "comparisons", "description": "Regimes side by side."},
    {"name": "catalogue", "description": "What can be stated, and what the law holds."},
    {"name": "queries", "description": "Ready questions about the law."},
    {"name": "sparql", "description": "The whole graph, by SPARQL 1.1."},
    {"name": "service", "description": "The service itself."},
]


def create_app(navigator: Navigator | None = None, settings: Settings | None = None) -> FastAPI:
    """The app over a law (the packaged one by default), with settings (those of the environment by default)."""
    app = bare_app()
    app.state.navigator = navigator or load()
    app.state.settings = settings or Settings.from_environment()
    app.state.cache = AnswerCache(app.state.settings.cache_size)
    app.state.workers = Workers(turtle_files(app.state.navigator.ontology), app.state.settings)
    return app


def bare_app() -> FastAPI:
    """The app without law: enough to describe it."""
    app = FastAPI(
        title="regnav",
        summary="Which obligations of digital regulation apply to a system",
        description=DESCRIPTION,
        version=__version__,
        license_info={"name": "Apache-2.0 (code), CC-BY-4.0 (ontology)"},
        openapi_tags=TAGS,
        generate_unique_id_function=_operation_id,
        redoc_url=None,
        lifespan=_lifespan,
    )
    errors.install(app)
    for module in (assessments, incidents, analysis, comparisons, catalogue, queries, sparql, health):
        app.include_router(module.router)
    app.openapi = partial(documentation.document, app)  # type: ignore[method-assign]
    return app


def _operation_id(route: APIRoute) -> str:
    """A short name for an operation, unique over all routes."""
    methods = sorted(route.methods or ())
    return route.name if route.path != "/sparql" else f"{route.name}_{methods[0].lower()}"


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """While the server runs, the process for SPARQL is ready too."""
    with suppress(Unavailable, OSError):
        app.state.workers.start()
    yield
    app.state.workers.close()
