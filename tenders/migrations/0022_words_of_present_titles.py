"""The words of the titles that are there already. Reads the notices, and holds up nobody."""

from django.db import migrations

# As marketplace.web.search.plain_words, which those of later titles go through.
LEARN = """
INSERT INTO tenders_titleword (word)
SELECT DISTINCT word
FROM tenders_notice,
    regexp_split_to_table(lower(unaccent(title_fr || ' ' || title_en)), '[^[:alpha:]]+') AS word
WHERE length(word) BETWEEN 3 AND 30
"""


class Migration(migrations.Migration):
    dependencies = [("tenders", "0021_title_words")]

    operations = [migrations.RunSQL(LEARN, "DELETE FROM tenders_titleword")]
