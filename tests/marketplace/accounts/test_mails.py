"""Every mail that allauth can send has words of ours, in both languages."""

import pytest
from django.core import mail

from marketplace.accounts.adapter import AccountAdapter
from marketplace.accounts.mails import CHANGES, CODES
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("prefix", [*CODES, *CHANGES, "account/email/account_already_exists"])
def test_every_mail_is_written_in_the_persons_language(rf, prefix, language):
    person = UserFactory(language=language)

    AccountAdapter(rf.get("/")).send_mail(prefix, person.email, {"code": "ABCD-EFGH"})

    [letter] = mail.outbox
    assert letter.to == [person.email]
    assert ("Vous recevez" in letter.body) is (language == "fr")
    assert f'lang="{language}"' in letter.alternatives[0].content


def test_each_change_says_what_changed():
    said = set()
    for prefix in CHANGES:
        AccountAdapter().send_mail(prefix, UserFactory().email, {})
        said.add(mail.outbox[-1].body.splitlines()[0])

    assert len(said) == len(set(CHANGES.values()))
    assert "" not in said
