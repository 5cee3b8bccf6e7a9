"""The main job, played by everybody in real browsers against real processes."""

import pytest

from tests.journeys import story as steps
from tests.journeys.cast import assemble
from tests.journeys.story import Story

NOTES = {"first": "85", "second": "72"}


def play(story: Story) -> bytes:
    steps.write_call(story)
    steps.publish(story)
    steps.ask_and_answer(story)
    steps.bid(story, "first")
    steps.bid(story, "second")
    steps.pass_the_deadline(story)
    steps.judge(story, NOTES)
    steps.award(story)
    return steps.sign(story, winner="first")


@pytest.fixture
def back_to_today(live_stack):
    yield
    live_stack.travel_back()


def subjects(live_stack, user):
    return [str(message["Subject"]) for message in live_stack.mail(to=user.email)]


@pytest.mark.usefixtures("back_to_today")
def test_a_call_goes_from_its_first_line_to_a_signed_contract(live_stack, new_page):
    story = Story(live_stack, assemble(live_stack, "fr"), new_page, "fr")

    pdf = play(story)

    assert pdf.startswith(b"%PDF-")
    story.person("public").reads("16 744,19 $", "17 029,70 $")
    with live_stack.database():
        tender = story.tender()
        assert tender.status == "contracted"
        assert [release.tags for release in tender.releases.all()] == [
            ["tender"],
            ["tenderUpdate"],  # an answer
            ["tenderUpdate"],  # the opening
            ["award"],
            ["contract"],
        ]
    for part in ("first", "second", "officer", "approver", "chair", "signatory"):
        assert live_stack.wait_for(lambda who=part: subjects(live_stack, story.cast.people[who]))


@pytest.mark.usefixtures("back_to_today")
def test_the_same_in_english_and_without_javascript(live_stack, new_page):
    story = Story(live_stack, assemble(live_stack, "en"), new_page, "en", javascript=False)

    pdf = play(story)

    assert pdf.startswith(b"%PDF-")
    story.person("public").reads("$16,744.19", "$17,029.70")
    with live_stack.database():
        assert story.tender().status == "contracted"
