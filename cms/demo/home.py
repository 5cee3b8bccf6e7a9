"""The demo's first page, in both languages."""

from typing import Any

from cms.demo.reader import Blocks, typeset

TITLES = {"fr": "Accueil", "en": "Home"}
HEADLINES = {
    "fr": "De petits contrats publics, au grand jour",
    "en": "Small public contracts, in the open",
}
LEADS = {
    "fr": "Un organisme public décrit un besoin en technologies de moins de 90 000 $. Des "
    "entreprises y répondent sous scellés. L'appel, le choix, le contrat : tout est publié.",
    "en": "A public body describes a technology need under $90,000. Firms answer with sealed "
    "bids. The call, the choice, the contract: everything is published.",
}
HEADINGS = {
    "fr": ("Le marché en chiffres", "Appels ouverts", "Dernières attributions", "Actualités"),
    "en": ("The market in figures", "Open calls", "Latest awards", "News"),
}
WAYS = {
    "fr": (
        "Comment ça marche",
        "",
        (
            (
                "firm",
                "Vous êtes une entreprise",
                "<ol><li>Choisissez un appel qui vous convient.</li><li>Répondez aux critères, "
                "donnez vos prix, scellez.</li><li>Recevez vos notes et vos commentaires le jour "
                "de l'attribution, même si vous perdez.</li></ol>",
                ("Soumissionner en 40 minutes", "page:how-to-bid"),
            ),
            (
                "building",
                "Vous êtes un organisme public",
                "<ol><li>Décrivez le besoin, le budget, ce que vous noterez.</li><li>Une "
                "collègue approuve, l'appel paraît.</li><li>Évaluez sans voir les prix; le "
                "classement et le contrat se font seuls.</li></ol>",
                ("Publier un appel en 30 minutes", "page:how-to-buy"),
            ),
            (
                "users",
                "Vous suivez l'argent public",
                "<ol><li>Lisez chaque appel et chaque attribution, sans compte.</li><li>Refaites "
                "le calcul du classement.</li><li>Prenez toutes les données, dans un format "
                "ouvert.</li></ol>",
                ("Lire les données", "page:reading-the-data"),
            ),
        ),
    ),
    "en": (
        "How it works",
        "",
        (
            (
                "firm",
                "You are a firm",
                "<ol><li>Choose a call that suits you.</li><li>Answer the criteria, give your "
                "prices, seal.</li><li>Get your scores and comments on the day of the award, even "
                "if you lose.</li></ol>",
                ("Bid in 40 minutes", "page:how-to-bid"),
            ),
            (
                "building",
                "You are a public body",
                "<ol><li>Describe the need, the budget, what you will score.</li><li>A colleague "
                "approves, the call is out.</li><li>Evaluate without seeing the prices; ranking "
                "and contract make themselves.</li></ol>",
                ("Publish a call in 30 minutes", "page:how-to-buy"),
            ),
            (
                "users",
                "You follow public money",
                "<ol><li>Read each call and each award, without an account.</li><li>Work out the "
                "ranking again.</li><li>Take all the data, in an open format.</li></ol>",
                ("Read the data", "page:reading-the-data"),
            ),
        ),
    ),
}
PROMISES = {
    "fr": (
        "Personne ne regarde avant l'heure",
        "Le prix d'une soumission n'existe nulle part en clair avant l'heure limite. Ce n'est pas "
        "une consigne : c'est du chiffrement.",
        (
            (
                "sealed",
                "Scellé à l'arrivée",
                "<p>La soumission est chiffrée avec la clé de l'appel. Même le nombre de "
                "soumissions reste secret.</p>",
                ("Comment c'est fait", "page:how-bids-are-sealed"),
            ),
            (
                "scale",
                "Noté sans les prix",
                "<p>Les prix ne s'ouvrent qu'une fois les notes verrouillées. La formule est "
                "affichée d'avance.</p>",
                ("Le calcul du classement", "page:ranking"),
            ),
            (
                "file",
                "Écrit pour toujours",
                "<p>Chaque étape publique devient une donnée ouverte qui ne s'efface pas et ne se "
                "réécrit pas.</p>",
                ("La politique de publication", "page:policy"),
            ),
        ),
    ),
    "en": (
        "Nobody looks before the hour",
        "Before the deadline a bid's price exists nowhere in clear. That isn't an instruction: it "
        "is encryption.",
        (
            (
                "sealed",
                "Sealed on arrival",
                "<p>The bid is encrypted with the key of the call. Even the number of bids stays "
                "secret.</p>",
                ("How it is done", "page:how-bids-are-sealed"),
            ),
            (
                "scale",
                "Scored without the prices",
                "<p>Prices open only once the scores are locked. The formula is shown "
                "beforehand.</p>",
                ("How the ranking is computed", "page:ranking"),
            ),
            (
                "file",
                "Written for good",
                "<p>Each public step becomes open data that is neither erased nor rewritten.</p>",
                ("The publication policy", "page:policy"),
            ),
        ),
    ),
}


def home_body(language: str, pages: dict[tuple[str, str], Any]) -> Blocks:
    """The blocks of the first page: figures, calls, how it works, awards, the seal, news."""
    figures, calls, awards, news = HEADINGS[language]
    return [
        ("figures", {"heading": figures}),
        ("open_calls", {"heading": calls, "count": 6}),
        ("ways", _ways("cards", language, *WAYS[language], pages=pages)),
        ("latest_awards", {"heading": awards, "count": 5}),
        ("ways", _ways("band", language, *PROMISES[language], pages=pages)),
        ("latest_news", {"heading": news, "index": pages["news", language], "count": 3}),
    ]


def _ways(
    look: str, language: str, heading: str, intro: str, ways: Any, *, pages: Any
) -> dict[str, Any]:
    return {
        "look": look,
        "heading": typeset(heading, language),
        "intro": typeset(intro, language),
        "ways": [
            {
                "icon": icon,
                "title": typeset(title, language),
                "text": typeset(text, language),
                "link": [
                    {
                        "label": typeset(label, language),
                        "page": pages[target.removeprefix("page:"), language],
                        "url": "",
                    }
                ],
            }
            for icon, title, text, (label, target) in ways
        ],
    }
