"""What people do at the console: made sure of, signed by whoever is logged in, once, by two where it must be, and kept."""

import re
from threading import Thread

from tests.web.acquirer.conftest import (
    ADMINISTRATOR,
    AUDITOR,
    KEY_OFFICER,
    OPERATOR,
    SECOND_ADMINISTRATOR,
    SECOND_KEY_OFFICER,
    SECOND_OPERATOR,
    TERMINAL,
)

CARD = "6225000000000014"
HOSTILE = "<script>alert(1)</script>\"'&"


def trail(visitors):
    """Return the newest entries of the audit log as text, newest first."""
    rows = re.findall(r"<tr><td.*?</tr>", visitors(AUDITOR).get("/trail").text, re.DOTALL)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row)).strip() for row in rows]


def rows(visitor, listing, **named):
    query = "&".join(f"{name}={value}" for name, value in named.items())
    status, body = visitor.call(f"/api/lists/{listing}?{query}")
    assert status == 200, body
    return body["rows"]


def test_a_command_says_what_will_happen_and_leaves_a_name(visitors):
    operator = visitors(OPERATOR)
    visitors(AUDITOR)  # whose own log-in is in the log too
    sure, done = operator.do("command", terminal_id=TERMINAL, command="message", text=HOSTILE)
    assert "&lt;script&gt;" in sure.text
    assert "shows when it next calls" in sure.text
    assert done.status == 200
    assert "<script>alert" not in sure.text + done.text
    newest = rows(operator, "commands", terminal_id=TERMINAL)[0]
    assert (newest["command"], newest["text"], newest["by"]) == ("message", HOSTILE, OPERATOR)
    page = operator.get(f"/terminals/{TERMINAL}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert f"{OPERATOR} Tell a terminal" in trail(visitors)[0]
    assert "command=message" in trail(visitors)[0]


def test_who_asks_is_who_is_logged_in_whatever_a_form_says(visitors):
    operator = visitors(OPERATOR)
    operator.do("command", terminal_id=TERMINAL, command="status", by="somebody else")
    assert rows(operator, "commands", terminal_id=TERMINAL)[0]["by"] == OPERATOR


def test_two_clicks_do_it_once(visitors):
    operator = visitors(OPERATOR)
    before = len(rows(operator, "commands", terminal_id=TERMINAL))
    sure = operator.post("/deeds/command", {"terminal_id": TERMINAL, "command": "blacklist"})
    token = re.search(r'action="(/deeds/command/[\w-]+)"', sure.text)[1]
    answers = []
    clicks = [Thread(target=lambda: answers.append(operator.post(token))) for _ in range(3)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    assert {answer.status for answer in answers} == {200}
    assert len({re.search(r"Command (\d+)", answer.text)[1] for answer in answers}) == 1
    assert len(rows(operator, "commands", terminal_id=TERMINAL)) == before + 1


def test_what_somebody_else_filled_in_cannot_be_done(visitors):
    sure = visitors(OPERATOR).post("/deeds/command", {"terminal_id": TERMINAL, "command": "lock"})
    token = re.search(r'action="(/deeds/command/[\w-]+)"', sure.text)[1]
    assert visitors(SECOND_OPERATOR).post(token).status == 409
    assert visitors(OPERATOR).post("/deeds/command/nothing-of-the-kind").status == 410


def test_a_wrong_field_is_said_at_the_field(visitors):
    answer = visitors(ADMINISTRATOR).post("/deeds/limit-merchant", {"merchant_id": "x", "largest": "much", "day": "5"})
    assert answer.status == 422
    assert re.search(r'id="largest"[^>]*aria-invalid="true"', answer.text)
    assert "this is no amount" in answer.text


def test_a_refusal_of_the_host_is_told_in_words_and_kept(visitors):
    _, done = visitors(OPERATOR).do("command", terminal_id="99999999", command="lock")
    assert done.status == 409
    assert "99999999" in done.text
    assert "was refused: Tell a terminal" in trail(visitors)[0]


def test_a_card_number_comes_back_on_no_page(visitors):
    operator = visitors(OPERATOR)
    sure, done = operator.do("block-card", card=CARD, code="41")
    shown = sure.text + done.text + operator.get("/blacklist").text + operator.get("/rulings").text
    wrong = operator.post("/deeds/block-card", {"card": "6225000000000015", "code": "41"})
    assert wrong.status == 422
    assert "622500******0014" in shown
    for text in (shown, wrong.text, " ".join(trail(visitors))):
        assert CARD not in text
        assert "6225000000000015" not in text
    assert [row["entry"] for row in rows(operator, "blacklist")] == ["622500******0014"]
    operator.do("unblock-card", card=CARD)
    assert rows(operator, "blacklist") == []


def test_slips_are_found_by_a_card_that_is_not_told(visitors):
    answer = visitors(OPERATOR).post("/slips", {"card": CARD})
    assert answer.status == 200
    assert "622500******0014" in answer.text
    assert CARD not in answer.text
    assert any("looked for slips card" in line for line in trail(visitors)[:3])  # the auditor's own visit is newer
    assert visitors(ADMINISTRATOR).post("/slips", {"card": CARD}).status == 403


def test_a_retrieval_is_opened_answered_and_closed(visitors):
    operator = visitors(OPERATOR)
    rrn = re.search(r"/transactions/(\w{12})", operator.post("/slips", {"card": CARD}).text)[1]
    _, opened = operator.do("open-retrieval", rrn=rrn, reason=HOSTILE[:40])
    number = re.search(r"Request (\d+) is open", opened.text)[1]
    assert "<script>" not in operator.get("/retrievals").text.replace('<script type="module"', "")
    _, answered = operator.do("answer-retrieval", number=number)
    assert rrn in answered.text
    _, closed = operator.do("close-retrieval", number=number)
    assert closed.status == 200
    assert rows(operator, "retrievals")[0]["state"] == "closed"


def test_a_change_of_keys_takes_two_different_people(visitors):
    officer, second = visitors(KEY_OFFICER), visitors(SECOND_KEY_OFFICER)
    sure, proposed = officer.do("new-master-key", terminal_id=TERMINAL)
    assert "This takes two persons" in sure.text
    assert "it waits for another person" in proposed.text
    assert not any(row["command"] == "master-key" for row in rows(officer, "commands", terminal_id=TERMINAL))
    token = re.search(r'action="(/approvals/[\w-]+)"', second.get("/approvals").text)[1]
    assert "Agree" not in re.sub(r'<a href="/approvals".*?</a>', "", officer.get("/approvals").text).split("<main")[1]
    assert officer.post(token, {"agree": "1"}).status == 409
    assert visitors(OPERATOR).post(token, {"agree": "1"}).status == 403
    agreed = second.post(token, {"agree": "1"})
    assert agreed.status == 200
    assert rows(officer, "commands", terminal_id=TERMINAL)[0]["command"] == "master-key"
    newest = trail(visitors)
    assert f"({KEY_OFFICER} + {SECOND_KEY_OFFICER})" in newest[0]
    assert "proposed: Change the master key" in " ".join(newest)
    kept = officer.get(f"/terminals/{TERMINAL}").text
    assert "next_tmk" in kept


def test_what_waits_can_be_withdrawn(visitors):
    officer = visitors(KEY_OFFICER)
    officer.do("ask-zone-keys")
    token = re.search(r'action="(/approvals/[\w-]+)"', officer.get("/approvals").text)[1]
    assert officer.post(token, {"withdraw": "1"}).status == 200
    assert visitors(SECOND_KEY_OFFICER).post(token, {"agree": "1"}).status == 410


def test_zone_keys_are_changed_by_two(visitors):
    officer, second = visitors(KEY_OFFICER), visitors(SECOND_KEY_OFFICER)
    member = rows(officer, "links")[0]
    status, waiting = officer.call("/api/deeds/change-zone-keys", {"member_id": member["institution_id"]})
    assert (status, waiting["state"]) == (202, "waiting")
    assert waiting["token"] in [each["token"] for each in second.call("/api/approvals")[1]["waiting"]]
    assert officer.call(f"/api/approvals/{waiting['token']}", {"agree": True})[0] == 409
    status, told = second.call(f"/api/approvals/{waiting['token']}", {"agree": True})
    assert (status, told["state"]) == (200, "done")


def test_a_terminal_is_moved_by_two_and_only_at_rest(visitors):
    administrator, second = visitors(ADMINISTRATOR), visitors(SECOND_ADMINISTRATOR)
    moved = {"terminal_id": TERMINAL, "address": "Example Road 2", "position": "+31230416+121473701", "reason": "moved"}
    status, waiting = administrator.call("/api/deeds/relocate", moved)
    assert status == 202
    status, refused = second.call(f"/api/approvals/{waiting['token']}", {"agree": True})
    assert status == 409
    assert "signed in" in refused["error"]["text"]


def test_rules_of_merchants_and_parameters(visitors):
    administrator = visitors(ADMINISTRATOR)
    merchant = rows(administrator, "merchants")[0]["merchant_id"]
    _, limited = administrator.do("limit-merchant", merchant_id=merchant, largest="5000.00", day="0")
    assert "5,000.00" in limited.text
    assert "5,000.00" in administrator.get(f"/merchants/{merchant}").text
    for deed in ("permit", "forbid", "permit"):
        assert administrator.do(deed, holder=TERMINAL, kind="transfer")[1].status == 200
    assert administrator.do("group", terminal_id=TERMINAL, group="market")[1].status == 200
    assert (
        administrator.do("set-parameters", scope="group:market", values="resend_count=3\nretry_count=2")[1].status
        == 200
    )
    page = administrator.get(f"/terminals/{TERMINAL}").text
    assert "resend_count" in page
    assert administrator.post("/deeds/set-parameters", {"scope": "all", "values": "no such=1"}).status == 422
    assert [row["by"] for row in rows(administrator, "rulings")][:1] == [ADMINISTRATOR]


def test_the_log_of_all_this_is_whole(visitors):
    assert "the trail is whole" in visitors(AUDITOR).get("/trail?verify=1").text


def test_who_reloads_what_was_done_or_wants_it_in_the_other_language_does_nothing_again(visitors):
    operator = visitors(OPERATOR)
    _, done = operator.do("command", terminal_id=TERMINAL, command="status")
    before = rows(operator, "commands", terminal_id=TERMINAL)
    link = re.search(r'href="(/deeds/command/[\w-]+\?language=zh)"', done.text)[1]
    led = operator.get(link)
    assert (led.status, led.headers["location"]) == (303, "/deeds/command?language=zh")
    waiting = operator.get("/approvals/made-up")
    assert (waiting.status, waiting.headers["location"]) == (303, "/approvals")
    assert operator.get("/deeds/command/made-up?language=//evil.example").headers["location"] == "/deeds/command"
    assert rows(operator, "commands", terminal_id=TERMINAL) == before
