"""What waits for a second person outlives the real program that serves the pages."""

import re

from tests.end_to_end.processes import Serving
from tests.web.accounts.conftest import Browser
from tests.web.acquirer.conftest import AUDITOR, KEY_OFFICER, SECOND_KEY_OFFICER, TERMINAL, Visitor


def visitor(pages, name):
    """Log somebody in at the console that a program serves."""
    port = re.search(r"Acquirer console: http://127\.0\.0\.1:([0-9]+)/", pages.text)[1]
    return Visitor(Browser(int(port)), name)


def commands(visitor):
    """Return the commands that were given to the terminal: number -> what."""
    rows = visitor.call(f"/api/lists/commands?terminal_id={TERMINAL}")[1]["rows"]
    return {row["number"]: row["command"] for row in rows}


def test_one_proposes_the_pages_start_again_and_another_agrees(house):
    with Serving("pages", "--data", house, "--language", "en") as pages:
        officer = visitor(pages, KEY_OFFICER)
        before = commands(officer)
        waiting = officer.call("/api/deeds/new-master-key", {"terminal_id": TERMINAL})[1]
        assert waiting["state"] == "waiting"
        pages.kill()
    with Serving("pages", "--data", house, "--language", "en") as pages:
        officer, second = visitor(pages, KEY_OFFICER), visitor(pages, SECOND_KEY_OFFICER)
        page = second.get("/approvals").text
        assert f"{KEY_OFFICER}, " in page
        address = f"/approvals/{waiting['token']}"
        assert f'action="{address}"' in page
        assert officer.post(address, {"agree": "1"}).status == 409
        assert commands(officer) == before
        agreed = second.post(address, {"agree": "1"})
        assert agreed.status == 200, agreed.text
        number = int(
            re.search(r"command ([0-9]+)", agreed.text)[1]
        )  # of a change that is open already, if there is one
        after = commands(officer)
        assert after == {**before, number: "master-key"}
        assert second.post(address, {"agree": "1"}).status == 200  # the same click again is told the same
        assert commands(officer) == after
        stranger = Browser(officer.browser.port)
        wrong = {"csrf": stranger.get("/log-in").csrf, "name": KEY_OFFICER, "password": "wrong"}
        assert stranger.post("/log-in", wrong, x_forwarded_for="6.6.6.6").status == 401
        log = re.sub(r"<[^>]*>", " ", visitor(pages, AUDITOR).get("/trail").text)
        assert "log-in refused" in log
        assert "6.6.6.6" not in log
        for step in ("proposed: Change the master key", "agreed: Change the master key"):
            assert step in log
        ended = second.call("/api/approvals")[1]["ended"][0]
        assert (ended["state"], ended["by"], ended["ended_by"]) == ("done", KEY_OFFICER, SECOND_KEY_OFFICER)
