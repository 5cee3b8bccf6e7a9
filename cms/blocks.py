"""What an editor may put on a page. Each block keeps the page accessible by its own shape."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms.windows import WINDOWS

# Headings of the second level are blocks of their own, so that levels can't be skipped.
WORDS = ["h3", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote", "code"]
LINE = ["bold", "italic", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level, with an address of its own on the page."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["anchor"] = slugify(str(value))
        return context


class CalloutBlock(blocks.StructBlock):
    """Something to notice."""

    tone = blocks.ChoiceBlock(
        choices=[
            ("note", _("information")),
            ("go", _("good to know")),
            ("wait", _("take care")),
            ("stop", _("danger")),
            ("seal", _("about the seal")),
        ],
        default="note",
        label=_("Tone"),
    )
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    text = blocks.RichTextBlock(features=[*LINE, "ul", "ol"], label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "cms/blocks/callout.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120, label=_("What to do"))
    text = blocks.RichTextBlock(features=[*LINE, "ul"], label=_("How"))


class StepsBlock(blocks.StructBlock):
    """What to do, in order."""

    steps = blocks.ListBlock(StepBlock(), min_num=2, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "cms/blocks/steps.html"


class FigureBlock(blocks.StructBlock):
    """An image that says in words what it shows."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(required=False, max_length=250, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Image")
        template = "cms/blocks/figure.html"


class VideoBlock(blocks.StructBlock):
    """A film that is watched where it lies, with all that is said in it in words.

    Nothing is loaded from elsewhere until the reader goes there: a picture and a link.
    """

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    poster = ImageBlock(required=False, label=_("Picture"))
    address = blocks.URLBlock(label=_("Address of the video"))
    length = blocks.CharBlock(
        max_length=20, label=_("Length"), help_text=_("As it is said: 12 min.")
    )
    transcript = blocks.RichTextBlock(
        features=[*LINE, "ul", "ol"],
        label=_("Transcript"),
        help_text=_("Everything that is said or shown, for who can't hear or see it."),
    )

    class Meta:
        icon = "media"
        label = _("Video")
        template = "cms/blocks/video.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """The reader is told whose site the video is on."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["host"] = urlsplit(value["address"]).hostname
        return context


class TableBlock(TypedTableBlock):
    """Rows and columns under a caption that says what they are."""

    def clean(self, value: Any) -> Any:
        table = super().clean(value)
        if not table.caption.strip():
            raise ValidationError(_("Give the table a caption: readers who can't see it need it."))
        return table

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """On a phone each row becomes a sheet, so each cell brings its column's heading."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        headings = [column["heading"] for column in value.columns]
        context["labelled_rows"] = [list(zip(headings, row, strict=True)) for row in value.rows]
        return context

    class Meta:
        icon = "table"
        label = _("Table")
        template = "cms/blocks/table.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=200, label=_("Question"))
    answer = blocks.RichTextBlock(features=[*LINE, "ul", "ol"], label=_("Answer"))


class QuestionsBlock(blocks.StructBlock):
    """Questions that fold open."""

    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "cms/blocks/questions.html"


class DownloadsBlock(blocks.StructBlock):
    """Documents to take away, each with its type and size."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"))

    class Meta:
        icon = "download"
        label = _("Downloads")
        template = "cms/blocks/downloads.html"


class LinkValue(blocks.StructValue):
    """Where a link leads, in the language of its page."""

    @property
    def href(self) -> str:
        page = self.get("page")
        return (page.url if page and page.live else None) or self.get("url") or ""


class LinkBlock(blocks.StructBlock):
    """A way on: a page of the site, or an address."""

    label = blocks.CharBlock(max_length=80, label=_("Words of the link"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    url = blocks.CharBlock(
        required=False,
        max_length=500,
        label=_("Or address"),
        help_text=_("https://… or a path of this site such as /fr/…"),
    )

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue

    def clean(self, value: Any) -> Any:
        link = super().clean(value)
        address = link.get("url") or ""
        if bool(link.get("page")) == bool(address):
            raise StructBlockValidationError(
                {"page": ValidationError(_("Give a page or an address: one of the two."))}
            )
        if address and not address.startswith(("/", "https://", "mailto:")):
            raise StructBlockValidationError(
                {"url": ValidationError(_("Begin the address with https://, mailto: or /."))}
            )
        return link


class WayBlock(blocks.StructBlock):
    icon = blocks.ChoiceBlock(
        choices=[
            ("firm", _("firm")),
            ("building", _("public body")),
            ("users", _("people")),
            ("sealed", _("seal")),
            ("scale", _("scales")),
            ("chart", _("figures")),
            ("file", _("document")),
        ],
        default="file",
        label=_("Icon"),
    )
    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.RichTextBlock(features=[*LINE, "ul", "ol"], label=_("Text"))
    link = blocks.ListBlock(LinkBlock(), min_num=0, max_num=1, default=[], label=_("Link"))


class WaysBlock(blocks.StructBlock):
    """Cards side by side: who you are, and where to go on."""

    look = blocks.ChoiceBlock(
        choices=[("cards", _("cards")), ("band", _("dark band"))], default="cards", label=_("Look")
    )
    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    intro = blocks.TextBlock(required=False, max_length=300, label=_("Introduction"))
    ways = blocks.ListBlock(WayBlock(), min_num=2, max_num=6, label=_("Cards"))

    class Meta:
        icon = "grip"
        label = _("Cards")
        template = "cms/blocks/ways.html"


class TextBlock(blocks.RichTextBlock):
    """Words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"features": WORDS, **options})

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "cms/blocks/text.html"


def _cells() -> list[tuple[str, blocks.Block]]:
    return [
        ("text", blocks.CharBlock(required=False, label=_("Text"))),
        ("rich", blocks.RichTextBlock(required=False, features=LINE, label=_("Formatted text"))),
        ("number", blocks.DecimalBlock(required=False, label=_("Number"))),
    ]


PROSE = [
    ("heading", HeadingBlock(max_length=120)),
    ("text", TextBlock()),
    ("callout", CalloutBlock()),
    ("steps", StepsBlock()),
    ("figure", FigureBlock()),
    ("video", VideoBlock()),
    ("table", TableBlock(_cells())),
    ("questions", QuestionsBlock()),
    ("downloads", DownloadsBlock()),
]
BODY = [*PROSE, ("ways", WaysBlock()), *WINDOWS]
