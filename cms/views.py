"""Pages of ours among the pages of words."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.search import find_pages
from marketplace.web.public_page import PublicPage
from marketplace.web.search import WordsField


class SearchForm(forms.Form):
    q = WordsField(required=False, label=_("Words"))


class SearchPages(PublicPage):
    """What the guides, the news and the other pages say of something."""

    template_name = "cms/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SearchForm(self.request.GET)
        q = form.cleaned_data["q"] if form.is_valid() else ""
        language = (get_language() or "fr")[:2]
        found = find_pages(q, language=language) if q else []
        return super().get_context_data(q=q, found=found, **kwargs)
