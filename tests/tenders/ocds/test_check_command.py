from io import StringIO

import orjson
import pytest
from django.core.management import CommandError, call_command

from tenders.models import Release
from tests.tenders import stages

pytestmark = pytest.mark.django_db


def test_it_says_how_many_calls_are_valid():
    stages.published()
    stages.ask(stages.published(), "Combien ?", "Trois.")
    said = StringIO()

    call_command("check_ocds", stdout=said)

    assert said.getvalue() == "2 calls checked, 0 with faults\n"


def test_it_fails_and_names_what_is_wrong():
    tender = stages.published()
    body = orjson.loads(tender.releases.get().body)
    Release.objects.create(
        tender=tender,
        release_id=f"{tender.ocid}-0002",
        number=2,
        tags=["tenderUpdate"],
        published_at=tender.published_at,
        body=orjson.dumps(body | {"id": f"{tender.ocid}-0002", "colour": "blue"}).decode(),
    )
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("check_ocds", tender.ocid, stderr=said)

    assert f"{tender.ocid} /releases/colour: undeclared field" in said.getvalue()
