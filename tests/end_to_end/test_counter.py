"""A cashier's day on the command line: the programs are real, and so are sockets and disks."""

import json
import os
import pty
import re
import select
import subprocess
from time import monotonic

import pytest

from tests.end_to_end.processes import PATIENCE, PROGRAM, environment, run, sale, up, voucher_of


def test_a_sale_shows_its_steps_and_prints_both_slips(house):
    done = sale(house)
    assert done.status == 0, done
    assert "MERCHANT COPY" in done.out
    assert "CARDHOLDER COPY" in done.out
    assert "RMB 12.50" in done.out
    assert "622500******0014" in done.out
    assert "6225000000000014" not in done.out
    steps = done.out.split("MERCHANT COPY")[0].splitlines()
    assert len(steps) >= 3, done
    assert "123456" not in done.out.replace(voucher_of(done), "")


def test_the_slip_is_chinese_unless_english_is_asked_for(house):
    done = run("sale", "3.00", "--demo", data=house)
    assert done.status == 0, done
    assert "商户存根" in done.out
    assert "持卡人存根" in done.out
    assert "MERCHANT COPY" not in done.out


def test_a_program_gets_one_json_object(house):
    done = sale(house, "8.00", "--json", "--card", "credit-west")
    assert done.status == 0, done
    said = done.json
    assert (said["status"], said["outcome"]) == (0, "completed")
    assert [slip["copy"] for slip in said["slips"]] == ["merchant", "cardholder"]
    assert all(step["text"] for step in said["screen"])


@pytest.mark.parametrize(
    ("card", "amount", "code"),
    [
        ("empty-east", "1.00", "51"),
        ("expired-west", "1.00", "54"),
        ("stolen-north", "1.00", "43"),
        ("debit-west", "99999.00", "51"),
    ],
)
def test_a_bank_that_says_no_is_status_10_and_no_slip(house, card, amount, code):
    done = sale(house, amount, "--card", card, "--json")
    assert (done.status, done.json["response_code"]) == (10, code), done
    assert done.json["slips"] == []


def test_a_wrong_pin_is_declined_with_55(house):
    done = sale(house, "5.00", "--card", "debit-north", "--pin", "9999", "--json")
    assert (done.status, done.json["response_code"]) == (10, "55"), done
    assert sale(house, "5.00", "--card", "debit-north").status == 0


def test_a_void_takes_the_supervisor_and_happens_once(house):
    voucher = voucher_of(sale(house, "7.00"))
    refused = run("void", voucher, "--demo", "--supervisor-password", "000000", data=house)
    assert refused.status == 12, refused
    done = run("void", voucher, "--demo", "--language", "en", data=house)
    assert done.status == 0, done
    assert voucher in done.out
    assert "VOID" in done.out
    again = run("void", voucher, "--demo", data=house)
    assert again.status == 12, again
    assert run("void", "999999", "--demo", data=house).status == 12


def test_slips_are_printed_again_marked_as_duplicates(house):
    voucher = voucher_of(sale(house, "6.00"))
    done = run("slips", voucher, "--language", "en", data=house)
    assert done.status == 0, done
    assert "DUPLICATE" in done.out
    assert voucher_of(done) == voucher


def test_a_trace_shows_every_hop_masked(house):
    voucher = voucher_of(sale(house, "9.00"))
    done = run("trace", voucher, "--json", data=house)
    assert done.status == 0, done
    hops = done.json["hops"]
    assert {hop["party"] for hop in hops} == {"terminal", "acquirer", "switch", "issuer-east"}
    assert len(hops) == 12
    assert [hop["at"] for hop in hops] == sorted(hop["at"] for hop in hops)
    assert {hop["fields"].get("amount") for hop in hops} == {"000000000900"}
    text = json.dumps(hops)
    assert "6225000000000014" not in text
    by_reference = run("trace", done.json["rrn"], "--language", "en", data=house)
    assert "response_code" in by_reference.out
    assert "acquirer -> switch" in by_reference.out
    place = re.findall(r"59\.A2\.\S+ +(.+?) {2,}(\S.*)", by_reference.out)
    assert place[:3] == [
        ("serial number", "00000101"),
        ("latitude", "+31230416  31.230416° N"),
        ("longitude", "+121473701  121.473701° E"),
    ]
    assert run("trace", "999999", data=house).status == 1


def test_echo_status_sign_out_and_sign_in(house):
    assert run("echo", data=house).status == 0
    status = run("status", "--json", data=house)
    assert status.status == 0, status
    assert set(status.json["parties"]) == {
        "switch", "issuer-east", "issuer-west", "issuer-north", "wallet", "acquirer", "terminal",
    }  # fmt: skip
    assert run("sign-out", "--demo", data=house).status == 0
    assert run("status", "--json", data=house).json["parties"]["terminal"]["status"]["state"] == "signed_out"
    assert run("sign-in", "--demo", data=house).status == 0
    assert sale(house, "1.00").status == 0


def test_what_is_not_understood_is_status_2(house):
    assert sale(house, "12.505").status == 2
    assert sale(house, "１２").status == 2
    assert sale(house, "1.00", "--card", "no-such-card").status == 2
    assert run("sale", data=house).status == 2


def test_without_person_and_options_it_says_which_option_is_missing(house):
    done = run("sale", "1.00", "--language", "en", "--operator", "02", "--password", "0000", data=house)
    assert done.status == 2, done
    assert "--card" in done.err


class Keyboard:
    """A person at a real terminal window."""

    def __init__(self, *arguments):
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [*PROGRAM, *map(str, arguments)], stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env=environment(), preexec_fn=None,
        )  # fmt: skip
        os.close(slave)
        self.seen = ""

    def until(self, pattern):
        began = monotonic()
        while not re.search(pattern, self.seen):
            assert monotonic() - began < PATIENCE, self.seen
            if not select.select([self.master], [], [], 0.2)[0]:
                continue
            try:
                data = os.read(self.master, 65536)
            except OSError:
                raise AssertionError(self.seen) from None
            self.seen += data.decode("utf-8", "replace")

    def key(self, pattern, text):
        self.until(pattern)
        self.seen = ""
        os.write(self.master, f"{text}\n".encode())

    def ended(self):
        while True:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                break
            if not data:
                break
            self.seen += data.decode("utf-8", "replace")
        os.close(self.master)
        return self.process.wait(PATIENCE)


def test_a_person_is_asked_as_a_cashier_would_be(tmp_path):
    data = tmp_path / "data"
    with up(data):
        person = Keyboard("sale", "12.50", "--card", "debit-east", "--data", data, "--language", "en")
        person.key("Operator number", "01")
        person.key("Password of operator 01", "0000")
        person.key("Compare the card number", "")
        assert "0000" not in person.seen
        person.key("PIN", "123456")
        person.key("Print the next copy", "y")
        assert person.ended() == 0, person.seen
        assert "CARDHOLDER COPY" in person.seen
        assert "123456" not in person.seen
        person = Keyboard("sale", "1.00", "--card", "debit-east", "--data", data, "--language", "en")
        person.until("Compare the card number")
        os.write(person.master, b"\x04")
        assert person.ended() == 12, person.seen


def test_a_slip_that_is_not_there_is_said(house):
    ran = run("slips", "999998", "--language", "en", data=house)
    assert ran.status == 12
    assert "No such transaction" in ran.out, ran
