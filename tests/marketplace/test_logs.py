"""Logs name rows, never people, and never the value of a variable."""

import json
import logging
import logging.config
import sys

import pytest
import structlog

from marketplace.logs import logging_config, without_personal_data


def written(record, *, as_json):
    """What the house's formatter makes of ``record``."""
    recipe = logging_config(as_json=as_json)["formatters"]["house"]
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=recipe["processors"], foreign_pre_chain=recipe["foreign_pre_chain"]
    )
    return formatter.format(record)


def record_of(message, exc_info=None):
    return logging.LogRecord("test", logging.WARNING, "", 1, message, None, exc_info)


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
    line = written(record_of("tender closed"), as_json=True)

    assert json.loads(line)["event"] == "tender closed"
    assert json.loads(line)["level"] == "warning"
    assert "\n" not in line


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_never_shows_the_value_of_a_variable(as_json):
    price = "1777" + "333"
    try:
        raise ValueError("refused")
    except ValueError:
        line = written(record_of("failed", sys.exc_info()), as_json=as_json)

    assert "refused" in line
    assert price == "1777333"
    assert price not in line
