"""A mail server that keeps what it takes: ``python -m tests.plumbing.sink PORT FILE [forget]``.

Before it says 250, a mail's Message-ID and recipients are in FILE and on disk, a line each: what it
acknowledged, it has. Killed, it loses nothing that it acknowledged, and may hold what it didn't.
With ``forget`` it takes all and keeps nothing, to be measured against.
"""

import asyncio
import email
import json
import os
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Keeper:
    """Writes down each mail before taking it."""

    def __init__(self, file: Path) -> None:
        self.file = file

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content or b""
        mail = email.message_from_bytes(content if isinstance(content, bytes) else content.encode())
        line = json.dumps({"id": mail["Message-ID"], "to": envelope.rcpt_tos})
        with self.file.open("a") as kept:
            kept.write(f"{line}\n")
            kept.flush()
            os.fsync(kept.fileno())
        return "250 kept"


class Forgetter:
    """Takes each mail."""

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        return "250 taken"


async def serve(port: int, keeper: Keeper | Forgetter) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(keeper, hostname="sink", enable_SMTPUTF8=True), "127.0.0.1", port
    )
    async with server:
        await server.serve_forever()


def taken(file: Path) -> list[tuple[str, tuple[str, ...]]]:
    """(Message-ID, recipients) of all that was taken, in order. A last line cut off is dropped."""
    if not file.exists():
        return []
    found = []
    for line in file.read_text().splitlines():
        try:
            mail = json.loads(line)
        except ValueError:
            continue
        found.append((mail["id"], tuple(mail["to"])))
    return found


if __name__ == "__main__":
    port, file, *forget = sys.argv[1:]
    asyncio.run(serve(int(port), Forgetter() if forget else Keeper(Path(file))))
