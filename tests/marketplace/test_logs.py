"""Logs name rows, never people."""

import json

from marketplace.logs import logging_config, without_personal_data


def test_fields_that_could_name_somebody_are_dropped():
    event = {
        "event": "mail.sent",
        "message": 7,
        "email": "a@b.example",
        "user": "Anne",
        "ip": "::1",
    }

    assert without_personal_data(None, "info", event) == {"event": "mail.sent", "message": 7}


def test_production_writes_one_json_object_per_line():
    renderer = logging_config(as_json=True)["formatters"]["house"]["processors"][-1]

    assert json.loads(renderer(None, "info", {"event": "x", "tender": 3})) == {
        "event": "x",
        "tender": 3,
    }
