"""A file of any size is sealed and opened in little memory, in a process of its own."""

import subprocess
import sys

PROGRAM = """
import resource, sys, tempfile
from marketplace.sealing import envelope, wrap
from marketplace.sealing.binding import Binding

SIZE = 100 * 2**20

class Zeros:
    left = SIZE
    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

private_key, public_key = wrap.generate()
place = Binding("log.example", "tender-1", "bid-1", "file", file="file-1")
before = peak()
with tempfile.TemporaryFile() as file:
    envelope.seal(Zeros(), file, binding=place, readers={"tender": public_key})
    file.seek(0)
    header = envelope.read_header(file)
    sealed = header.wrapped_for("tender").sealed
    content_key = wrap.unwrap(sealed, private_key, info=place.encode())
    opened = envelope.read_content(file, header=header, content_key=content_key)
    size = sum(len(chunk) for chunk in opened)
assert size == SIZE, size
print(peak() - before)
"""


def test_a_hundred_mebibytes_take_less_than_sixteen_more_of_memory():
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(answer.stdout) < 16
