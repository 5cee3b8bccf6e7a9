"""What the editors' room keeps about people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.personal import Fate, Holding

HISTORY = _("the history of public pages; it knows you by a number alone")


def _history(model: str, label: Any, told: tuple[str, ...], *by: str) -> Holding:
    return Holding(model, label, told, by=by, ground=HISTORY)


def _own(model: str, label: Any, told: tuple[str, ...], *by: str) -> Holding:
    return Holding(model, label, told, by=by, fate=Fate.DELETED)


EDITED = _("Pages that you edited, translated or approved")
FILES = _("Pictures and documents that you added to pages")
WHERE_YOU_WERE = _("What the editors’ room remembers of your work")
HOLDINGS = (
    _history("wagtailcore.Page", EDITED, ("title", "first_published_at"), "owner", "locked_by"),
    _history("wagtailcore.Revision", EDITED, ("created_at", "object_str"), "user"),
    _history("wagtailcore.PageLogEntry", EDITED, ("timestamp", "action", "label"), "user"),
    _history("wagtailcore.ModelLogEntry", EDITED, ("timestamp", "action", "label"), "user"),
    _history("wagtailcore.WorkflowState", EDITED, ("created_at", "status"), "requested_by"),
    _history("wagtailcore.TaskState", EDITED, ("finished_at", "status"), "finished_by"),
    _history(
        "wagtail_localize.StringTranslation", EDITED, ("data", "updated_at"), "last_translated_by"
    ),
    _history("wagtail_localize.SegmentOverride", EDITED, ("updated_at",), "last_translated_by"),
    _history("wagtailcore.Comment", EDITED, ("created_at", "text"), "user", "resolved_by"),
    _history("wagtailcore.CommentReply", EDITED, ("created_at", "text"), "user"),
    _history("wagtaildocs.Document", FILES, ("created_at", "title"), "uploaded_by_user"),
    _history("wagtailimages.Image", FILES, ("created_at", "title"), "uploaded_by_user"),
    _own("wagtailcore.UploadedFile", FILES, ("file",), "uploaded_by_user"),
    _own("wagtailcore.PageSubscription", WHERE_YOU_WERE, ("page__title",), "user"),
    _own("wagtailusers.UserProfile", WHERE_YOU_WERE, ("preferred_language",), "user"),
    _own("wagtailadmin.EditingSession", WHERE_YOU_WERE, ("last_seen_at",), "user"),
    _own("wagtailadmin.FormState", WHERE_YOU_WERE, ("last_updated_at",), "user"),
    _own("admin.LogEntry", WHERE_YOU_WERE, ("action_time", "object_repr"), "user"),
)
EXCUSED = {
    "cms.SiteSettings.contact_email": "the platform's own address",
}
