"""SHA-256 of what is being written, beside the encryption instead of after it."""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor

BATCH = 1024 * 1024  # bytes: so much is worth a turn of the other thread


class Digest:
    """A running SHA-256. Past the first BATCH a second thread computes it, one batch behind.

    Hashing costs as much as AES-GCM on processors with instructions for both, and neither needs
    the interpreter meanwhile; so a large file is sealed at the pace of one of them.
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._batch = bytearray()
        self._pool: ThreadPoolExecutor | None = None
        self._pending: Future[None] | None = None

    def update(self, piece: bytes) -> None:
        self._batch += piece
        if len(self._batch) >= BATCH:
            self._wait()
            self._pool = self._pool or ThreadPoolExecutor(1, "digest")
            self._pending = self._pool.submit(self._hash.update, self._batch)
            self._batch = bytearray()

    def hexdigest(self) -> str:
        """The digest of everything. Nothing may be added afterwards."""
        self._wait()
        if self._pool:
            self._pool.shutdown()
        self._hash.update(self._batch)
        return self._hash.hexdigest()

    def _wait(self) -> None:
        if self._pending:
            self._pending.result()
