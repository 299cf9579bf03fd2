"""Runs queries in processes of their own: a few at once, a few waiting, each within its limits."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
import weakref
from collections.abc import Callable, Sequence
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


class Failure(Exception):
    """Why there is no result; `limit` is what the query ran into."""

    limit: float | None = None


class Busy(Failure):
    """Too many queries run and wait."""

    def __init__(self, seconds: float) -> None:
        self.retry_after = max(1, round(seconds))
        super().__init__("Other queries run and wait; try again soon.")


class TookTooLong(Failure):
    """The query ran into its deadline."""

    def __init__(self, seconds: float) -> None:
        self.limit = seconds
        super().__init__(f"The query took longer than {seconds:g} seconds. Narrow its patterns or add LIMIT.")


class TookTooMuch(Failure):
    """The query ran into its limit of memory or depth."""

    def __init__(self, memory: int) -> None:
        self.limit = memory
        super().__init__(f"The query needs more than {memory} bytes of memory, or is nested too deeply. Narrow its patterns, or drop ORDER BY or DISTINCT.")


class ResultTooLarge(Failure):
    """The result has outgrown its limit."""

    def __init__(self, result: int) -> None:
        self.limit = result
        super().__init__(f"The result has more than {result} bytes. Add LIMIT and OFFSET.")


class Unavailable(Failure):
    """No process can be started, or none starts."""

    def __init__(self) -> None:
        super().__init__("This service runs no SPARQL processes now; the named queries are at /v1/queries.")


class Workers:
    """Runs queries over the law in some Turtle files. Safe to share between threads."""

    def __init__(self, files: Sequence[Path], settings: Settings) -> None:
        self.limits = Limits(settings.sparql_seconds, settings.sparql_memory, settings.sparql_result)
        self._files = [str(f) for f in files]
        self._admitted = threading.BoundedSemaphore(settings.sparql_workers + settings.sparql_waiting)
        self._running = threading.BoundedSemaphore(settings.sparql_workers)
        self._enabled = settings.sparql_workers > 0
        self._lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._end: Callable[[], object] | None = None

    def start(self) -> None:
        """Starts the process that loads the law, if it does not run; queries start it too.

        Raises Unavailable when this system has no such processes.
        """
        with self._lock:
            self._connection()

    def close(self) -> None:
        """Ends the process; queries that run go on to their own end."""
        with self._lock:
            self._close()

    def run(self, query: Query, media_type: str) -> bytes:
        """The result of a query in a format.

        Raises Malformed, or a Failure.
        """
        if not self._enabled:
            raise Unavailable()
        if not self._admitted.acquire(blocking=False):
            raise Busy(self.limits.seconds)
        try:
            with self._running:
                return self._ask(json.dumps({"query": query.text, "media_type": media_type, "prefixes": dict(query.prefixes)}).encode())
        finally:
            self._admitted.release()

    # ── one query ───────────────────────────────────────────────────────────

    def _ask(self, order: bytes) -> bytes:
        for _ in range(2):  # once more with a new process, should this one have been ended from outside
            ours, theirs = socket.socketpair()
            with ours:
                with theirs:
                    self._hand_over(theirs)
                ours.settimeout(LOADING)
                if _receive(ours, 1) == worker.STARTED:
                    return self._answer(ours, order)
            self.close()
        raise Unavailable()

    def _answer(self, child: socket.socket, order: bytes) -> bytes:
        began = time.monotonic()
        child.settimeout(self.limits.seconds + GRACE)
        with suppress(OSError):  # the child may be gone already, and then there is no answer either
            child.sendall(order)
            child.shutdown(socket.SHUT_WR)
        kind, size = _receive(child, 1), int.from_bytes(_receive(child, 8), "big")
        content = _receive(child, size)
        if kind == worker.ANSWER and len(content) == size:
            return content
        if kind == worker.MALFORMED:
            raise Malformed(f"The query does not run: {textwrap.shorten(content.decode(errors='replace'), 300)}.")
        if kind == worker.TOO_LARGE:
            raise ResultTooLarge(self.limits.result)
        # The child was ended. Its clock began a moment before ours.
        if time.monotonic() - began > 0.95 * self.limits.seconds:
            raise TookTooLong(self.limits.seconds)
        raise TookTooMuch(self.limits.memory)

    # ── the process that forks ──────────────────────────────────────────────

    def _hand_over(self, theirs: socket.socket) -> None:
        with self._lock, suppress(OSError):  # where there is nobody to take it, no child ever starts
            socket.send_fds(self._connection(), [b"q"], [theirs.fileno()])

    def _connection(self) -> socket.socket:
        if self._control is None:
            if not self._enabled or not hasattr(os, "fork"):
                raise Unavailable()
            ours, theirs = socket.socketpair()
            with theirs:
                order = json.dumps({"files": self._files, "limits": asdict(self.limits)})
                command = [sys.executable, "-P", worker.__file__, str(theirs.fileno()), order]
                self.process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()], start_new_session=True
                )
            self._control = ours
            self._end = weakref.finalize(self, _end, self.process, ours)
        return self._control

    def _close(self) -> None:
        if self._end is not None:
            self._end()
        self.process = self._control = self._end = None


def _end(process: subprocess.Popen[bytes], control: socket.socket) -> None:
    control.close()
    process.kill()
    process.wait()


def _receive(child: socket.socket, size: int) -> bytes:
    """That many bytes, or fewer when the child ends or is silent for too long."""
    received = bytearray()
    with suppress(OSError):
        while len(received) < size and (part := child.recv(min(size - len(received), 2**20))):
            received += part
    return bytes(received)
