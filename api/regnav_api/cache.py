"""Keeps recent answers, so that an identical request is answered without assessing again."""

from __future__ import annotations

import threading
from collections import OrderedDict


class AnswerCache:
    """Answers by key, the least recently used dropped first. Safe to share between threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._used = 0
        self._answers: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        """The answer under a key, if it is kept."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: str, answer: bytes) -> None:
        """Keeps an answer, unless it alone is larger than all that may be kept."""
        with self._lock:
            if key in self._answers or len(answer) > self._size:
                return
            self._answers[key] = answer
            self._used += len(answer)
            while self._used > self._size:
                self._used -= len(self._answers.popitem(last=False)[1])
