"""What private files keep about people."""

from django.utils.translation import gettext_lazy as _

from marketplace.personal import Holding

HOLDINGS = (
    Holding(
        "files.StoredFile",
        _("Files that you handed in"),
        ("created_at", "name", "content_type", "size", "sha256"),
        by=("uploaded_by",),
        ground=_("they belong to the file of a firm, a call or a contract"),
    ),
)
