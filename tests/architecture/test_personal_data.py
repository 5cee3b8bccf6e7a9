"""What is kept about people is all in the lists that copies, erasure and deletion go by."""

from collections import defaultdict

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from marketplace.personal import (
    Fate,
    columns_of_people,
    excused,
    holdings,
    periods,
)

MODELS = [model for model in apps.get_models() if model._meta.managed]


def known_columns() -> dict[str, set[str]]:
    """Model by model, the columns of people that some holding goes by or tells."""
    known = defaultdict(set)
    for holding in holdings():
        known[holding.model] |= {*holding.by, *holding.at, *holding.told}
    return known


def test_every_column_that_leads_to_a_person_is_in_a_list():
    known = known_columns()

    unknown = [
        f"{model._meta.label}.{column}"
        for model in MODELS
        for column in columns_of_people(model, get_user_model())
        if column not in known[model._meta.label]
        and f"{model._meta.label}.{column}" not in excused()
    ]

    assert unknown == []


def test_nothing_is_excused_that_is_not_there():
    columns = {
        f"{model._meta.label}.{column}"
        for model in MODELS
        for column in columns_of_people(model, get_user_model())
    }

    assert excused().keys() - columns == set()
    assert all(excused().values())


def test_every_column_that_a_copy_tells_exists():
    for holding in holdings():
        model = apps.get_model(holding.model)
        assert str(model._default_manager.values(*holding.told).query), holding.model


@pytest.mark.parametrize("holding", [each for each in holdings() if each.fate is not Fate.DELETED])
def test_what_stays_after_erasure_has_its_reason(holding):
    assert str(holding.ground)


def test_what_is_cleared_says_how():
    assert [each.model for each in holdings() if each.fate is Fate.CLEARED and not each.erase] == []


def test_no_secret_is_in_a_copy():
    told = {column for holding in holdings() for column in holding.told}

    assert told.isdisjoint({"password", "sealed_secret", "session_key", "draft", "technical"})
    assert "data" not in next(each.told for each in holdings() if each.model == "mfa.Authenticator")


def test_periods_have_names_of_their_own():
    names = [period.name for period in periods()]

    assert len(names) == len(set(names))
    assert all(period.days >= 30 for period in periods())
