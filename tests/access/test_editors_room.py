"""Every address of the editors' room is closed to whoever isn't an editor."""

import logging
import re

import pytest
from django.db import transaction
from django.test import Client

from tenders.values import Capability
from tests.access.people import people_of_platform
from tests.factories import BuyerFactory, VendorFactory, member, officer, with_second_factor
from tests.plumbing.addresses import addresses
from tests.signing_in import sign_in

# Drawings and words of the room's own buttons, which are the same for every Wagtail.
HARMLESS = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
VALUES = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000000"}
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")


def doors():
    """The addresses, with a first or an invented object where they want one."""
    for address in addresses():
        if address.path.startswith("cms/") and "^" not in address.path:
            values = PARAMETER.sub(lambda found: VALUES.get(found[1] or "", "x"), address.path)
            yield address.name, f"/{values}"


@pytest.fixture
def strangers():
    platform = people_of_platform()
    return {
        "anonymous": Client(),
        "a firm's owner": sign_in(Client(), with_second_factor(member(VendorFactory()))),
        "a body's officer": sign_in(Client(), officer(BuyerFactory(), *Capability.values)),
        "the operator": sign_in(Client(), platform["operator"]),
    }


@pytest.mark.django_db(transaction=True)
def test_no_door_of_the_editors_room_opens_to_strangers(strangers):
    logging.disable(logging.CRITICAL)
    opened = []
    for name, url in doors():
        for who, browser in strangers.items():
            with transaction.atomic():
                answers = {browser.get(url).status_code, browser.post(url).status_code}
                transaction.set_rollback(True)
            if name not in HARMLESS and 200 in answers:
                opened.append((who, url))
    logging.disable(logging.NOTSET)

    assert len(list(doors())) > 100
    assert opened == []
