def render_contract(terms, *, release):
    return b"%PDF"
