"""What editors say once for the whole site."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from marketplace.bilingual import SaidField

# The pages that other parts of the site link to, by the name they use.
KNOWN_PAGES = ("guides", "news", "about", "contact", "accessibility", "privacy", "terms", "policy")


class BannerTone(models.TextChoices):
    NOTE = "note", _("information")
    WAIT = "wait", _("take care")
    STOP = "stop", _("outage")


def _known_page(label: Any) -> Any:
    return models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


@register_setting(icon="cogs")
class SiteSettings(BaseGenericSetting):
    """Contact, footer, banner, and which pages the header and the footer lead to.

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
    guides = _known_page(_("guides"))
    news = _known_page(_("news"))
    about = _known_page(_("about the service"))
    contact = _known_page(_("contact"))
    accessibility = _known_page(_("accessibility statement"))
    privacy = _known_page(_("privacy policy"))
    terms = _known_page(_("terms of use"))
    policy = _known_page(_("publication policy"))

    contact_hours = SaidField()
    footer = SaidField()
    banner = SaidField()

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("banner_fr"), FieldPanel("banner_en"), FieldPanel("banner_tone")],
            heading=_("Banner"),
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
    ]

    class Meta:
        verbose_name = _("site settings")
