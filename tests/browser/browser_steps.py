"""Steps that stories in the browser share."""

from playwright.sync_api import Locator, Page
from world import PASSWORD, PEOPLE


def sign_in(page: Page, address: str, who: str) -> None:
    """Sign somebody of the world in."""
    page.goto(address)
    page.locator("input[name=login]").fill(PEOPLE[who])
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button.first").click()
    page.wait_for_url(f"{address}/")
    page.wait_for_load_state()


def act(page: Page, name: str) -> Locator:
    """Open the form of an act, called as it is in the address, and with its verdict: `decide-yes`. Gives the form."""
    act_name, _, verdict = name.partition("-")
    form = page.locator(f'form.do[action$="/acts/{act_name}"]')
    if verdict:
        form = form.filter(has=page.locator(f'input[name=verdict][value="{verdict}"]'))
    summary = page.locator("details.act").filter(has=form).locator("summary")
    if summary.count() and not form.is_visible():
        summary.click()
    return form
