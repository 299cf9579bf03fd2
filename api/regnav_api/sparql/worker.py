"""The process that runs queries. Started by `workers.py` as a script of its own; it imports nothing of regnav.

It loads the law once and forks a child for each query, which takes milliseconds and shares the loaded law. The child bounds itself before it
reads the query: the kernel ends it at the deadline (SIGALRM) and when it asks for too much memory, and it can open no further file
or connection. Python threads cannot be stopped and Oxigraph has no timeout; a process can always be ended.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

STARTED, ANSWER, MALFORMED, TOO_LARGE = b"s", b"a", b"m", b"l"
"""What a child says: first that it has started, then one of the others, the length of what follows, and that."""


@dataclass(frozen=True)
class Limits:
    """What a query may take."""

    seconds: float
    memory: int
    result: int


class TooLarge(Exception):
    """The result has outgrown its limit."""


class Result:
    """Collects what is written, up to a limit."""

    def __init__(self, limit: int) -> None:
        self.content = bytearray()
        self._limit = limit

    def write(self, part: bytes) -> int:
        if len(self.content) + len(part) > self._limit:
            raise TooLarge
        self.content += part
        return len(part)

    def flush(self) -> None:
        """Nothing to do; Oxigraph calls it."""


def main(control: int, order: str) -> None:
    """Loads the law, then forks a child for each connection that comes over the control socket, until that is closed."""
    given = json.loads(order)
    limits = Limits(**given["limits"])
    front = socket.socket(fileno=control)
    store = ox.Store()
    for file in given["files"]:
        store.bulk_load(path=file, format=ox.RdfFormat.TURTLE)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children leave no zombies
    while True:
        _, sockets, _, _ = socket.recv_fds(front, 1, 1)
        if not sockets:
            return
        with socket.socket(fileno=sockets[0]) as client:
            if _fork() == 0:
                try:
                    front.close()
                    _serve(store, client, limits)
                finally:
                    os._exit(0)


def _fork() -> int:
    """0 in the child; -1 where none could be made, and the client sees its connection end."""
    try:
        return os.fork()
    except OSError:
        return -1


def _serve(store: ox.Store, client: socket.socket, limits: Limits) -> None:
    confine(limits)
    client.sendall(STARTED)
    with client.makefile("rb") as stream:
        asked = json.loads(stream.read())
    kind, content = run(store, asked["query"], asked["media_type"], asked["prefixes"], limits.result)
    client.sendall(kind + len(content).to_bytes(8, "big") + content)


def confine(limits: Limits) -> None:
    """Bounds this process: time, memory, and no further file or connection. Nothing of it can be undone."""
    import resource

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    memory = memory_used() + limits.memory
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # Rust reports a failed allocation on its way out
    for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_DATA, memory), (resource.RLIMIT_NOFILE, 0)):
        allowed = resource.getrlimit(what)[1]
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(what, (most, most))


def memory_used() -> int:
    """Bytes of data that this process has mapped; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def run(store: ox.Store, query: str, media_type: str, prefixes: dict[str, str], limit: int) -> tuple[bytes, bytes]:
    """The result of a query, or why there is none."""
    result = Result(limit)
    try:
        found = store.query(query)
        if isinstance(found, ox.QueryTriples):
            ox.serialize(found, result, ox.RdfFormat.from_media_type(media_type), prefixes=prefixes)  # type: ignore[arg-type]
        else:
            found.serialize(result, ox.QueryResultsFormat.from_media_type(media_type))  # type: ignore[arg-type]
    except TooLarge:
        return TOO_LARGE, b""
    except (SyntaxError, ValueError, OSError) as error:
        return MALFORMED, str(error).encode()
    return ANSWER, bytes(result.content)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
