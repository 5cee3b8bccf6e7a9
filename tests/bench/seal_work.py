"""What ``tests.bench.seal`` measures, in a process of its own. Prints JSON."""

import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from marketplace.sealing import envelope, wrap
from marketplace.sealing.binding import Binding
from marketplace.sealing.stream import CHUNK

SIZE, ROUNDS = 100 * 2**20, 7
PLACE = Binding("log.example", "tender-1", "bid-1", "file", file="file-1")


def rate(work: Callable[[Any, Any], object]) -> float:
    """MiB/s of ``work(source, sink)``, from one file in the page cache to another."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as sink:
        for _ in range(SIZE // CHUNK):
            source.write(os.urandom(CHUNK))
        source.seek(0)
        began = time.perf_counter()
        work(source, sink)
        return SIZE / 2**20 / (time.perf_counter() - began)


def bare(source: Any, sink: Any) -> None:
    """AES-256-GCM alone, chunk by chunk."""
    cipher, counter = AESGCM(os.urandom(32)), 0
    while chunk := source.read(CHUNK):
        sink.write(cipher.encrypt(counter.to_bytes(12, "big"), chunk, None))
        counter += 1


def main() -> None:
    _, public_key = wrap.generate()
    readers = {"tender": public_key, "copy": public_key}

    def seal(source: Any, sink: Any) -> None:
        envelope.seal(source, sink, binding=PLACE, readers=readers)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rounds = [(rate(bare), rate(seal)) for _ in range(ROUNDS)]
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    small = BytesIO()
    began = time.perf_counter()
    for _ in range(100):
        envelope.seal(BytesIO(bytes(4096)), small, binding=PLACE, readers=readers)
    each = 10 * (time.perf_counter() - began)
    print(json.dumps({"rounds": rounds, "memory": [peak], "small": [each]}))


if __name__ == "__main__":
    main()
