"""The log as files without a language (C2SP tlog-tiles), for those who check by themselves."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.generic import View

from marketplace.ledger import api, log, verify_ledger
from marketplace.ledger.export import export
from marketplace.ledger.kinds import PUBLIC
from marketplace.ledger.models import Event, Leaf
from marketplace.ledger.tree import HEIGHT, WIDTH

PARTIAL = r"[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]"  # the width of a tile not yet full
TILE = re.compile(rf"(entries|0|[1-9][0-9]?)/((?:x[0-9]{{3}}/)*[0-9]{{3}})(?:\.p/({PARTIAL}))?")
TEXT = "text/plain; charset=utf-8"
FOR_EVER = 365 * 24 * 3600
SCRIPT = Path(verify_ledger.__file__).read_bytes()


class LogFile(View):
    """Readable from any site, and never different for anybody."""

    http_method_names = ("get", "head")
    kept_seconds = 60
    content_type = TEXT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(response, public=True, max_age=self.kept_seconds)
        return response

    def answer(self, content: str | bytes, *, name: str = "") -> HttpResponse:
        response = HttpResponse(content, content_type=self.content_type)
        if name:
            response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class CheckpointFile(LogFile):
    kept_seconds = 5

    def get(self, request: HttpRequest) -> HttpResponse:
        checkpoint = log.latest_checkpoint()
        if checkpoint is None:
            raise Http404("Nothing is signed yet.")
        return self.answer(checkpoint.note)


class KeysFile(LogFile):
    """Every key that the ledger introduced, for KEYS of the script."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer("".join(f"{key}\n" for key in log.introduced_keys()))


class ScriptFile(LogFile):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(SCRIPT, name="verify_ledger.py")


class ConsistencyFile(LogFile):
    """That the log continues its first ``size`` entries."""

    kept_seconds = 5

    def get(self, request: HttpRequest, size: int) -> HttpResponse:
        try:
            return self.answer(api.consistency_since(size), name=f"since-{size}.txt")
        except ValueError as absent:
            raise Http404(str(absent)) from absent


class ProofFile(LogFile):
    """The proof of a public entry; of any other only whoever may read it is given one."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        event = get_object_or_404(Event, public_id=public_id, action__in=PUBLIC)
        proof = api.proof_of(event)
        if proof is None:
            raise Http404("Not signed yet.")
        return self.answer(proof.text(), name=f"{public_id}.tlog-proof")


class ExportFile(LogFile):
    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        lines = export()
        if lines is None:
            raise Http404("Nothing is signed yet.")
        headers = {"Content-Disposition": 'attachment; filename="ledger.jsonl"'}
        return StreamingHttpResponse(lines, content_type="application/jsonl", headers=headers)


class TileFile(LogFile):
    """``tile/<level>/<number>[.p/<width>]`` and ``tile/entries/…``, as far as is signed."""

    kept_seconds = FOR_EVER
    content_type = "application/octet-stream"

    def get(self, request: HttpRequest, address: str) -> HttpResponse:
        asked = TILE.fullmatch(address)
        checkpoint = log.latest_checkpoint()
        if asked is None or checkpoint is None:
            raise Http404(address)
        level = 0 if asked[1] == "entries" else int(asked[1])
        first = int(re.sub("[x/]", "", asked[2])) * WIDTH
        last = first + int(asked[3] or WIDTH)
        if last > checkpoint.size >> HEIGHT * level:
            raise Http404(address)
        if asked[1] == "entries":
            return self.answer(_entries(first, last))
        return self.answer(b"".join(log.read(level, first, last)))


def _entries(first: int, last: int) -> bytes:
    """Each entry of the log is a commitment, after its length in two bytes."""
    leaves = Leaf.objects.filter(index__gte=first, index__lt=last).order_by("index")
    return b"".join(b"\x00\x20" + row for row in leaves.values_list("commitment", flat=True))
