"""What pages say, in plain words, each in the search of its own language."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Value

CONFIGURATIONS = {"fr": "fr_unaccent", "en": "en_unaccent"}


class PageWords(models.Model):
    """The words of one page as it was last saved.

    Wagtail's own index knows one language; this one stems each page in its own (docs/decisions).
    """

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="words"
    )
    language = models.CharField(max_length=2)
    words = models.TextField()
    vector = SearchVectorField()

    class Meta:
        indexes: ClassVar[list[Any]] = [GinIndex(fields=["vector"], name="pagewords_vector")]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def keep(cls, page: Any, title: str, words: list[str]) -> None:
        """Note what ``page`` says now."""
        language = page.locale.language_code
        text = "\n".join(part for part in words if part)
        config = CONFIGURATIONS[language]
        vector = SearchVector(Value(title), weight="A", config=config) + SearchVector(
            Value(text), weight="C", config=config
        )
        cls.objects.update_or_create(
            page_id=page.pk, defaults={"language": language, "words": text, "vector": vector}
        )
