"""``python -m tests.bench.public_search``: the milliseconds that searches take in SQL, as JSON.

Run by ``bench public`` in the environment of a site. Each class of searches is asked so many
times with words of the calls' own; what is measured is the page of results with its snippets,
or the titles that are offered where nothing is found.
"""

import json
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import django
from django.db import connection
from django.http import QueryDict

TIMES = 40


class Stopwatch:
    """Adds up what statements take."""

    seconds = 0.0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.seconds += time.perf_counter() - began


def classes(words: list[str], rng: Random) -> Iterator[tuple[str, list[str]]]:
    """Queries by class: what is asked, as parameters of the list."""
    some = [rng.choice(words) for _ in range(TIMES)]
    pairs = [f"{one}+{rng.choice(words)}" for one in some]
    yield "a word, newest", [f"view=all&sort=newest&q={one}" for one in some]
    yield "a word, by relevance", [f"view=all&q={one}" for one in some]
    yield "a word, open calls", [f"q={one}" for one in some]
    yield "two words", [f"view=all&q={pair}" for pair in pairs]
    yield "two words, open calls", [f"q={pair}" for pair in pairs]
    yield "a word without another", [f"view=all&q={pair.replace('+', '+-')}" for pair in pairs]
    yield "a word, closed calls", [f"view=closed&sort=newest&q={one}" for one in some]
    yield "either word", [f"view=all&q={pair.replace('+', '+OR+')}" for pair in pairs]
    yield "a phrase", [f"view=all&q=%22{pair}%22" for pair in pairs]
    yield "a word and facets", [f"view=all&q={one}&{_narrow(rng)}" for one in some]
    yield "two words and facets", [f"view=closed&q={pair}&{_narrow(rng)}" for pair in pairs]
    yield "a beginning", [f"view=all&q={one[:5]}*" for one in some]
    yield "a number", [f"view=all&q=AE-{rng.randrange(9000):07}" for _ in range(TIMES)]
    yield "what nobody says", [f"view=all&q=zzz{number}" for number in range(TIMES)]
    mistaken = [_mistaken(one, rng) for one in some]
    yield "a typing mistake", [f"view=all&q={one}" for one in mistaken]
    yield "two mistakes", [f"view=all&q={one}+{rng.choice(mistaken)}" for one in mistaken]
    yield (
        "words never said together",
        [f"view=all&q={pair}+zzz+{rng.choice(words)}" for pair in pairs],
    )


def _narrow(rng: Random) -> str:
    """Facets that leave little."""
    return f"region={rng.randrange(1, 17):02d}&buyer=scale-{rng.randrange(40)}"


def _mistaken(word: str, rng: Random) -> str:
    """``word`` without one of its letters."""
    place = rng.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1 :]


def main() -> None:
    django.setup()
    from marketplace.clock import now
    from marketplace.web.pagination import paginate
    from tenders.forms.search import read_search
    from tenders.models import Notice, Tender
    from tenders.queries.find import find, in_order, snippets
    from tenders.queries.near import near_titles
    from tenders.queries.search import CALLS

    def search(query: str) -> None:
        asked = read_search(CALLS, QueryDict(query))
        found, order = in_order(find(asked, language="fr", at=now()), asked, language="fr")
        columns = ("tender_id", "call_fr", *(name.lstrip("-") for name in order))
        page = paginate(found.cards("call_fr", *columns), order=order)
        if page.rows:
            snippets([row.tender_id for row in page.rows], asked.q, language="fr")
        else:
            near_titles(Notice.objects.cards("call_fr"), asked.q)

    rng = Random(1)
    titles = Tender.objects.order_by("pk").values_list("title_fr", flat=True)[:300]
    words = sorted({word for title in titles for word in title.split() if len(word) > 5})
    taken = {}
    for name, queries in classes([word for word in words if word.isalpha()], rng):
        taken[name] = []
        for query in queries:
            watch = Stopwatch()
            with connection.execute_wrapper(watch):
                search(query)
            taken[name].append(1000 * watch.seconds)
    print(json.dumps(taken))


if __name__ == "__main__":
    main()
