"""What the load balancer is told."""

import pytest
from django.db import connection


def test_the_process_is_alive_without_asking_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_it_is_ready_when_the_database_answers(client):
    response = client.get("/readyz")

    assert (response.status_code, response.content.splitlines()[0]) == (200, b"ok")


@pytest.mark.django_db
def test_a_part_in_trouble_is_told_to_the_operator_and_the_site_stays_ready(client, settings):
    settings.DISK_LOW_BYTES = 0
    response = client.get("/readyz")

    assert (response.status_code, response.content) == (
        200,
        b"ok\nledger: silent\nreceipts: key not introduced yet\nsealer: silent\ndisk: working\n",
    )


@pytest.mark.django_db(transaction=True)
def test_it_is_not_ready_when_the_database_is_gone(client):
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "no_such_database"
    try:
        response = client.get("/readyz")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name

    assert (response.status_code, response.content) == (503, b"no database\n")
