"""What editors say once for the whole site."""

import re
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

from marketplace.bilingual import SaidField
from marketplace.web.palette import Shades, tokens
from marketplace.web.theming import Fault, derive, faults

HEX = re.compile(r"#[0-9A-Fa-f]{6}")
IS_COLOUR = RegexValidator(rf"^{HEX.pattern}$", _("Write the colour as # and six digits: #0b5c45."))
# The pages that other parts of the site link to, by the name they use.
KNOWN_PAGES = (
    "guides",
    "news",
    "events",
    "about",
    "contact",
    "accessibility",
    "privacy",
    "terms",
    "policy",
)


class BannerTone(models.TextChoices):
    NOTE = "note", _("information")
    WAIT = "wait", _("take care")
    STOP = "stop", _("outage")


def _colour(label: Any, hint: Any) -> Any:
    return models.CharField(label, max_length=7, blank=True, validators=[IS_COLOUR], help_text=hint)


def _known_page(label: Any) -> Any:
    return models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


def _more_pages(label: Any) -> Any:
    chooser = blocks.PageChooserBlock(label=_("Page"))
    return StreamField([("page", chooser)], blank=True, max_num=6, verbose_name=label)


@register_setting(icon="cogs")
class SiteSettings(BaseGenericSetting):
    """Logo, colours, contact, footer, banner, and where the header and the footer lead.

    Pages are chosen in French; readers in English get their translation where it is published.
    """

    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    contact_address = models.TextField(_("postal address"), max_length=300, blank=True)
    contact_hours_fr = models.CharField(_("hours, in French"), max_length=200, blank=True)
    contact_hours_en = models.CharField(_("hours, in English"), max_length=200, blank=True)
    footer_fr = models.CharField(_("words of the footer, in French"), max_length=300, blank=True)
    footer_en = models.CharField(_("words of the footer, in English"), max_length=300, blank=True)
    banner_fr = models.CharField(
        _("banner in French"),
        max_length=300,
        blank=True,
        help_text=_("Shown over every page while it isn't empty: an outage, planned maintenance."),
    )
    banner_en = models.CharField(_("banner in English"), max_length=300, blank=True)
    banner_tone = models.CharField(
        _("tone of the banner"),
        max_length=5,
        choices=BannerTone.choices,
        default=BannerTone.NOTE,
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_(
            "Stands in the header, on a dark ground, in place of ours. PNG or WebP without a"
            " background, at least 96 pixels high."
        ),
    )
    brand_colour = _colour(
        _("main colour"),
        _("Of links, buttons and the header; the rest follows from it. Empty: #0b5c45."),
    )
    accent_colour = _colour(
        _("accent colour"),
        _("Of the one thing to do, and of marks on the dark header. Empty: #d5ea5a."),
    )
    guides = _known_page(_("guides"))
    news = _known_page(_("news"))
    events = _known_page(_("events"))
    about = _known_page(_("about the service"))
    contact = _known_page(_("contact"))
    accessibility = _known_page(_("accessibility statement"))
    privacy = _known_page(_("privacy policy"))
    terms = _known_page(_("terms of use"))
    policy = _known_page(_("publication policy"))

    header_pages = _more_pages(_("more pages in the menu"))
    footer_pages = _more_pages(_("more pages in the footer"))

    contact_hours = SaidField()
    footer = SaidField()
    banner = SaidField()

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("banner_fr"), FieldPanel("banner_en"), FieldPanel("banner_tone")],
            heading=_("Banner"),
        ),
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("brand_colour"), FieldPanel("accent_colour")],
            heading=_("Identity"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_address"),
                FieldPanel("contact_hours_fr"),
                FieldPanel("contact_hours_en"),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel([FieldPanel("footer_fr"), FieldPanel("footer_en")], heading=_("Footer")),
        MultiFieldPanel(
            [PageChooserPanel(name) for name in KNOWN_PAGES], heading=_("Pages of the service")
        ),
        MultiFieldPanel(
            [FieldPanel("header_pages"), FieldPanel("footer_pages")],
            heading=_("More in the menu and the footer"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")

    def own_colours(self) -> dict[str, Shades]:
        """The colours that differ from the house's; none where no colour was chosen."""
        if not (self.brand_colour or self.accent_colour):
            return {}
        return derive(*self._colours())

    def clean(self) -> None:
        super().clean()
        self.brand_colour = self.brand_colour.lower()
        self.accent_colour = self.accent_colour.lower()
        chosen = {"brand": "brand_colour", "accent": "accent_colour"}
        if not all(HEX.fullmatch(colour) for colour in self._colours()):
            return  # which its field has said already
        if found := faults(*self._colours()):
            raise ValidationError({chosen[fault.colour]: _said(fault) for fault in found})

    def _colours(self) -> tuple[str, str]:
        house = tokens()
        brand = self.brand_colour or house["brand"].light
        return brand, self.accent_colour or house["accent"].light


def _said(fault: Fault) -> str:
    """The ratio, what it should be, and what to do."""
    facts = {
        "ratio": number_format(fault.worst.ratio, 1),
        "needed": number_format(fault.worst.pair.needed, 1),
        "instead": fault.instead,
    }
    if fault.colour == "brand":
        sentence = _(
            "Words in this colour have a contrast of %(ratio)s to 1 with their ground, and"
            " %(needed)s to 1 is needed. Choose a darker one: %(instead)s would do."
        )
    else:
        sentence = _(
            "Marks in this colour have a contrast of %(ratio)s to 1 with the dark header, and"
            " %(needed)s to 1 is needed. Choose a lighter one: %(instead)s would do."
        )
    return str(sentence % facts)
