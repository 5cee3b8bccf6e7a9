"""Full text search in French and English that forgives accents and plurals."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

CREATE = """
CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {base});
ALTER TEXT SEARCH CONFIGURATION {name}
    ALTER MAPPING FOR hword, hword_part, word, asciiword, asciihword, hword_asciipart
    WITH unaccent, {stemmer};
"""
DROP = "DROP TEXT SEARCH CONFIGURATION {name};"


def configuration(name: str, base: str, stemmer: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        CREATE.format(name=name, base=base, stemmer=stemmer), DROP.format(name=name)
    )


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_initial")]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGistExtension(),
        configuration("fr_unaccent", "french", "french_stem"),
        configuration("en_unaccent", "english", "english_stem"),
    ]
