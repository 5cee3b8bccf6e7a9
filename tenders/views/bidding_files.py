"""The files of a bid. Nothing of an upload touches the disk before it is sealed."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import FormView, View

from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.web.uploads import InMemoryUpload
from tenders.actions.bid_draft import read_copy, read_draft
from tenders.actions.bid_files import (
    LARGEST_BID,
    LARGEST_FILE,
    add_bid_file,
    read_bid_file,
    remove_bid_file,
)
from tenders.forms.bid import BidFileForm
from tenders.models import BidFile
from tenders.queries.bidding import with_digests
from tenders.values import Offer
from tenders.views.bidding_base import (
    ChangeBidMixin,
    OwnBidMixin,
    copy_access,
    require_recent_proof,
)
from tenders.views.bidding_draft import DraftMixin


# Exempt so that the token is read only once the upload handler is in place; it is checked below.
@method_decorator(csrf_exempt, name="dispatch")
class FilesView(DraftMixin, FormView):
    """Add files, each acknowledged by the hash of its sealed bytes."""

    template_name = "tenders/bidding/files.html"
    form_class = BidFileForm
    step = "files"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        request.upload_handlers = [InMemoryUpload(request, max_bytes=LARGEST_FILE)]

    @method_decorator(csrf_protect)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        used = sum(file.size for file in self.offer.files)
        files = with_digests(self.bid, self.offer.files)
        return super().get_context_data(files=files, used=used, most=LARGEST_BID, **kwargs)

    def form_valid(self, form: BidFileForm) -> HttpResponse:
        try:
            self.add(form.cleaned_data["file"])
        except DomainError as refusal:
            form.add_error("file", refusal.message)
            return self.form_invalid(form)
        # Without its name: messages may be kept in the session, where nothing of a bid is written.
        messages.success(self.request, _("The file is sealed and kept."))
        return redirect(self.request.path)

    def add(self, upload: UploadedFile) -> None:
        add_bid_file(
            bid_id=self.bid.pk,
            name=upload.name or "",
            content=upload,
            access=copy_access(self.request),
            actor=self.person,
            at=now(),
        )

    def form_invalid(self, form: BidFileForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class FileRemoveView(ChangeBidMixin, View):
    """Take a file out of the draft."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            remove_bid_file(
                bid_id=self.bid.pk,
                file_id=kwargs["file_id"],
                access=copy_access(request),
                actor=self.person,
                at=now(),
            )
        except BidFile.DoesNotExist as missing:
            raise Http404 from missing
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return redirect("tenders:bid_files", self.bid.public_id)


class FileView(OwnBidMixin, View):
    """The firm's own copy of one of its files, opened for whoever has just proved who they are."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse | StreamingHttpResponse:
        require_recent_proof(request)
        file = get_object_or_404(self.bid.files, public_id=kwargs["file_id"])
        known = {item.id: item for item in self.offer().files}
        if str(file.public_id) not in known:
            raise Http404
        content = read_bid_file(file=file, access=copy_access(request), actor=self.person)
        offered = known[str(file.public_id)]
        response = StreamingHttpResponse(content, content_type=offered.content_type)
        response["Content-Disposition"] = content_disposition_header(True, offered.name)
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    def offer(self) -> Offer:
        access, actor = copy_access(self.request), self.person
        if self.bid.has_draft:
            return read_draft(bid=self.bid, access=access, actor=actor)
        version = self.bid.versions.latest("number")
        return read_copy(version=version, access=access, actor=actor, at=now())
