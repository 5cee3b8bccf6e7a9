"""Signing up and in as people do, in a real browser with a real (virtual) key."""

from marketplace.accounts.models import User
from tests.browser.people import plug_in_a_key, sign_up
from tests.factories import PASSWORD


def add_a_passkey(page):
    plug_in_a_key(page)
    page.goto("/en/account/protection/keys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Sign in with this key alone").check()
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url("**/recovery/")


def test_a_passkey_is_added_and_opens_the_account_alone(new_page, live_stack):
    page = new_page(language="en")
    sign_up(page, live_stack)
    add_a_passkey(page)
    assert page.locator(".codes li").count() == 10

    page.get_by_text("Account of Zoé Paquet").locator("..").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/en/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/work/")


def test_a_passkey_lets_in_whoever_has_guessed_too_often(new_page, live_stack):
    page = new_page(language="en")
    address = sign_up(page, live_stack)
    add_a_passkey(page)
    page.context.clear_cookies()

    for password in ["not the password"] * 5 + [PASSWORD]:
        page.goto("/en/account/login/")
        page.locator("main [name=login]").fill(address)
        page.locator("main [name=password]").fill(password)
        page.locator("main form button[type=submit]").first.click()
    assert "/login/" in page.url  # the right password comes too late
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.wait_for_url("**/work/")


def test_a_person_registers_without_a_script(new_page, live_stack):
    page = new_page(language="en", javascript=False)

    address = sign_up(page, live_stack)

    with live_stack.database():
        assert User.objects.filter(email=address, language="en").exists()


def test_the_keyboard_reaches_the_content_and_the_menu(new_page, live_stack):
    page = new_page(language="en", width=1280)
    page.goto("/en/account/login/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"

    sign_up(page, live_stack)
    menu = page.locator("details.menu")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_appearance_changes_at_once_and_stays(new_page):
    page = new_page(language="en")
    page.goto("/en/account/login/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)

    page.get_by_role("button", name="Dark").click()

    assert page.evaluate(ground) != light
    page.wait_for_function("document.cookie.includes('theme=dark')")
    page.reload()
    assert page.evaluate(ground) != light


def test_the_appearance_changes_without_a_script(new_page):
    page = new_page(language="en", javascript=False)
    page.goto("/en/account/login/")

    page.get_by_role("button", name="Dark").click()

    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert "/en/account/login/" in page.url
