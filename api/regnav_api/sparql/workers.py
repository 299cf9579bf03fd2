"""Runs queries in processes of their own: a few at once, a few waiting, each within its limits."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from regnav_api.settings import Settings
from regnav_api.sparql import worker
from regnav_api.sparql.guard import Malformed, Query
from regnav_api.sparql.worker import Limits

LOADING = 60.0
"""Seconds that the law may take to load before the first query."""
GRACE = 2.0
"""Seconds beyond its own deadline after which a process counts as lost."""


class Busy(Exception):
    """Too many queries run and wait."""


class TookTooLong(Exception):
    """The query ran into its deadline."""


class TookTooMuch(Exception):
    """The query ran into its limit of memory or depth."""


class ResultTooLarge(Exception):
    """The result has outgrown its limit."""


class Unavailable(Exception):
    """No process can be started, or none starts."""


class Workers:
    """Runs queries over the law in some Turtle files. Safe to share between threads."""

    def __init__(self, files: Sequence[Path], settings: Settings) -> None:
        self.limits = Limits(settings.sparql_seconds, settings.sparql_memory, settings.sparql_result)
        self._files = [str(f) for f in files]
        self._admitted = threading.BoundedSemaphore(settings.sparql_workers + settings.sparql_waiting)
        self._running = threading.BoundedSemaphore(settings.sparql_workers)
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._stop: weakref.finalize[[subprocess.Popen[bytes], socket.socket], Workers] | None = None

    def run(self, query: Query, media_type: str) -> bytes:
        """The result of a query in a format.

        Raises Malformed, or one of the exceptions above.
        """
        if not self._admitted.acquire(blocking=False):
            raise Busy
        try:
            with self._running:
                return self._ask(json.dumps({"query": query.text, "media_type": media_type, "prefixes": dict(query.prefixes)}).encode())
        finally:
            self._admitted.release()

    # ── one query ───────────────────────────────────────────────────────────

    def _ask(self, order: bytes) -> bytes:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._hand_over(theirs)
            ours.settimeout(LOADING)
            if self._receive(ours, 1) != worker.STARTED:
                self.close()  # it could not load the law, or cannot fork; the next query starts another
                raise Unavailable
            with suppress(OSError):  # gone already: the answer below says so
                ours.sendall(order)
                ours.shutdown(socket.SHUT_WR)
            return self._answer(ours)
