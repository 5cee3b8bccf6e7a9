"""The words that titles are made of."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class TitleWord(models.Model):
    """A word that stands or stood in the title of a published call, as ``plain_words`` gives it.

    Not unique, so that nobody waits for a word: two calls published at the same moment may both
    bring it. A word stays when its last title goes; it then leads nowhere.
    """

    word = models.CharField(max_length=30)

    class Meta:
        indexes = [
            models.Index(fields=["word"], name="title_word"),
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="title_word_near"),
        ]

    def __str__(self) -> str:
        return self.word
