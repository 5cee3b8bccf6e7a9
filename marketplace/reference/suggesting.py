"""Categories that fit what somebody wrote in plain words, in either language."""

import re

from django.db import connection

MOST = 5
_LONE = re.compile(r"\0|\b\w\b")  # « à » without its accent is no stop word any more
FAR = 0.4  # of the best one's nearness: what is farther is noise
# Any word may fit; each by the stems of its language. Our plain words count ten times a label's.
NEAREST = """
    WITH asked AS (
        SELECT replace(plainto_tsquery('fr_unaccent', %(text)s)::text, ' & ', ' | ')::tsquery AS fr,
               replace(plainto_tsquery('en_unaccent', %(text)s)::text, ' & ', ' | ')::tsquery AS en
    ), said AS (
        SELECT code,
               setweight(to_tsvector('fr_unaccent', words), 'A')
                   || setweight(to_tsvector('fr_unaccent', label_fr), 'D') AS fr,
               setweight(to_tsvector('en_unaccent', words), 'A')
                   || setweight(to_tsvector('en_unaccent', label_en), 'D') AS en
        FROM reference_category
    )
    SELECT code, ts_rank(said.fr, asked.fr) + ts_rank(said.en, asked.en) AS nearness
    FROM said, asked
    WHERE said.fr @@ asked.fr OR said.en @@ asked.en
    ORDER BY nearness DESC, code
    LIMIT %(most)s
"""


def categories_for(text: str) -> list[str]:
    """The codes that fit best, the nearest first; none for a text that says nothing of them."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, {"text": _LONE.sub(" ", text), "most": MOST})
        found = cursor.fetchall()
    return [code for code, nearness in found if nearness >= FAR * found[0][1]]
