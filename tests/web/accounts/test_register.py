"""Accounts, their passwords, the lock after ten tries, and the trail."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from countertop.web.accounts import passwords
from countertop.web.accounts.demo import DEMO_ACCOUNTS, add_demo_accounts
from countertop.web.accounts.errors import AccountFault
from countertop.web.accounts.passwords import hash_password, is_right, why_not
from countertop.web.accounts.register import Register
from countertop.web.accounts.roles import ROLES, Permission, Person
from countertop.web.accounts.store import Store
from tests.web.accounts.conftest import FULL_COST, LONG, make_person

MINUTE = 60_000_000


def log_in(register, name="li", password=LONG, site="merchant"):
    return register.log_in(site, name, password, "10.0.0.1")


@pytest.fixture
def li(register):
    make_person(register, "li", "merchant-owner", "M1")


@pytest.mark.usefixtures("li")
class TestTheLock:
    def test_ten_wrong_passwords_lock_for_half_an_hour_even_for_the_right_one(self, register, clock):
        assert [log_in(register, password="wrong") for _ in range(10)] == [None] * 10
        assert log_in(register) is None
        clock.now += 30 * MINUTE - 1
        assert log_in(register) is None
        clock.now += 1
        assert log_in(register) is not None

    def test_it_outlives_the_program(self, register, clock, tmp_path):
        for _ in range(10):
            log_in(register, password="wrong")
        again = Register(Store(tmp_path / "pages"), clock, bytes)
        assert log_in(again) is None
        again.store.close()

    def test_a_right_password_begins_the_count_anew(self, register):
        for _ in range(2):
            for _ in range(9):
                log_in(register, password="wrong")
            assert log_in(register) is not None

    def test_tries_at_the_same_moment_all_count(self, register):
        with ThreadPoolExecutor(8) as several:
            tried = several.map(lambda _: register.store.begin_try("li", 1, 10, 2), range(16))
        assert sorted(tried) == [False] * 6 + [True] * 10

    def test_wrong_old_passwords_lock_as_well(self, register):
        person = Person("li", "merchant-owner", "M1")
        for _ in range(10):
            assert register.change_password("merchant", person, "wrong", f"{LONG}!", "")[1] == "accounts.password-wrong"
        assert log_in(register) is None

    def test_a_reset_unlocks_and_ends_every_session(self, register):
        secret = log_in(register)
        for _ in range(10):
            log_in(register, password="wrong")
        first = register.reset("li", "root")
        assert register.known("merchant", secret, is_active=True) is None
        assert register.known("merchant", log_in(register, password=first), is_active=True).must_change


def test_a_first_password_is_good_for_three_days(register, clock):
    first = register.add("new", "merchant-clerk", "M1", "root")
    clock.now += 72 * 60 * MINUTE
    assert log_in(register, "new", first) is None


@pytest.mark.usefixtures("li")
def test_a_closed_account_is_out_at_once(register):
    secret = log_in(register)
    register.set_closed("LI", "root", closed=True)
    assert register.known("merchant", secret, is_active=True) is None
    assert log_in(register) is None
    register.set_closed("li", "root", closed=False)
    assert log_in(register) is not None


@pytest.mark.parametrize(
    ("name", "role", "merchant_id", "message"),
    [
        ("li", "king", None, "accounts.no-such-role"),
        ("li", "merchant-owner", None, "accounts.merchant-missing"),
        ("li", "acquirer-operator", "M1", "accounts.merchant-needless"),
        ("", "acquirer-operator", None, "accounts.bad-name"),
        (" li", "acquirer-operator", None, "accounts.bad-name"),
        ("x" * 41, "acquirer-operator", None, "accounts.bad-name"),
        ("a\nb", "acquirer-operator", None, "accounts.bad-name"),
    ],
)
def test_an_account_that_cannot_be_is_not_made(register, name, role, merchant_id, message):
    with pytest.raises(AccountFault) as told:
        register.add(name, role, merchant_id, "root")
    assert told.value.message == message


@pytest.mark.usefixtures("li")
def test_a_name_is_taken_however_it_is_capitalised(register):
    with pytest.raises(AccountFault):
        register.add("LI", "merchant-owner", "M2", "root")


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("x" * 11, "short"), ("x" * 200, "long"), ("aaaaaaaaaaaa", "plain"), ("abababababab", "plain"),
        ("my-name-is-Li", "plain"), ("four words are long", None), ("一二三四五六七八九十甲乙", None),
    ],
)  # fmt: skip
def test_what_a_password_must_be(password, fault):
    assert why_not("li", password) == (fault and f"accounts.password-{fault}")


def test_passwords_rest_as_argon2id_at_its_full_cost(monkeypatch):
    monkeypatch.setattr(passwords, "_HASHER", FULL_COST)
    stored = hash_password(LONG)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_right(stored, LONG)
    assert not is_right(stored, f"{LONG} ")
    assert not is_right("damaged", LONG)


def test_the_store_holds_neither_passwords_nor_secrets_of_sessions(register, tmp_path):
    first = register.add("li", "merchant-owner", "M1", "root")
    secret = log_in(register, password=first)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "pages").iterdir())
    assert b"argon2id" in kept
    assert first.encode() not in kept
    assert secret.encode() not in kept
    assert bytes.fromhex(secret) not in kept


def test_what_was_keyed_as_a_name_is_not_written_down(register):
    log_in(register, name="correct-horse-battery")
    assert "horse" not in str(register.store.trail(None, None, 10))


def test_demo_accounts_are_good_in_demo_mode_only(register, clock, tmp_path):
    demo = Register(register.store, clock, lambda size: b"\1" * size, is_demo=True)
    add_demo_accounts(demo)
    owner = DEMO_ACCOUNTS[0]
    assert log_in(demo, owner.name, owner.password) is not None
    assert log_in(register, owner.name, owner.password) is None
    assert {account.role for account in DEMO_ACCOUNTS} == set(ROLES)
    assert all(why_not(account.name, account.password) is None for account in DEMO_ACCOUNTS)


@pytest.mark.usefixtures("li")
@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE trail SET who = 'somebody else' WHERE number = 2",
        "UPDATE trail SET at = at + 1 WHERE number = 2",
        "DELETE FROM trail WHERE number = 2",
        "UPDATE trail SET number = 99 WHERE number = 2",
        "UPDATE trail SET hash = x'00' WHERE number = 2",
    ],
)
def test_a_trail_that_somebody_altered_says_where(register, tmp_path, damage):
    assert register.store.broken_at() is None
    outside = sqlite3.connect(tmp_path / "pages" / "accounts.db")
    kept = outside.execute("SELECT * FROM trail WHERE number = 2").fetchone()
    with outside:
        outside.execute(damage)
    assert register.store.broken_at() == 2
    with outside:
        outside.execute("DELETE FROM trail WHERE number IN (2, 99)")
        outside.execute("INSERT INTO trail VALUES (?, ?, ?, ?, ?, ?, ?, ?)", kept)
    outside.close()


def test_a_file_of_a_newer_program_is_left_alone(register, tmp_path):
    outside = sqlite3.connect(tmp_path / "pages" / "accounts.db")
    outside.execute("PRAGMA user_version = 99")
    with pytest.raises(AccountFault):
        Store(tmp_path / "pages")
    outside.execute("PRAGMA user_version = 1")
    outside.close()


def test_roles_keep_merchants_and_acquirer_apart():
    for role in ROLES.values():
        prefix = "shop." if role.site == "merchant" else "host."
        assert all(permission.value.startswith(prefix) for permission in role.may), role.name
    clerk = Person("x", "merchant-clerk", "M1")
    assert clerk.may(Permission.SHOP_TRANSACTIONS)
    assert not clerk.may(Permission.SHOP_EXPORTS)
    auditor = ROLES["acquirer-auditor"].may
    assert auditor == {Permission.HOST_LOOK, Permission.HOST_TRAFFIC, Permission.HOST_TRAIL}


CHANGES = {
    "reset": lambda register: register.reset("li", "root"),
    "closed": lambda register: register.set_closed("li", "root", closed=True),
    "role": lambda register: register.set_role("li", "merchant-clerk", "root"),
}
PROOFS = {
    "log-in": log_in,
    "vouch": lambda register: register.vouch("merchant", "li", LONG, "", "a refund"),
    "change": lambda register: register.change_password(
        "merchant", Person("li", "merchant-owner", "M1"), LONG, f"{LONG}!", ""
    )[0],
}


@pytest.mark.usefixtures("li")
@pytest.mark.parametrize("proof", PROOFS)
@pytest.mark.parametrize("change", CHANGES)
def test_what_was_proven_before_an_account_changed_opens_nothing_after(register, monkeypatch, change, proof):
    """Hashing takes tens of milliseconds, in which an administrator may act."""

    def slowly(stored, password):
        CHANGES[change](register)
        return is_right(stored, password)

    monkeypatch.setattr("countertop.web.accounts.register.is_right", slowly)
    assert PROOFS[proof](register) is None
    assert register.sessions("li") == []
    if change == "reset":
        assert register.account("li").password_until is not None  # nor is the reset undone


@pytest.mark.usefixtures("li")
def test_a_passkey_that_was_proven_before_a_reset_opens_nothing_after(register):
    before = register.account("li")
    register.reset("li", "root")
    assert register.enter("merchant", before, "") is None
    assert register.sessions("li") == []


@pytest.mark.usefixtures("li")
def test_a_try_writes_as_much_whoever_is_named(register):
    """Each synced write takes milliseconds: what a known name costs more can be measured from outside."""

    def written(name):
        before = register.store._database.total_changes
        assert log_in(register, name, "wrong") is None
        return register.store._database.total_changes - before

    wrong = [written("li") for _ in range(11)]
    assert set(wrong) == {written("nobody at all")} == {written("li")}  # the last one is locked


def test_the_trail_is_verified_page_by_page(register, monkeypatch):
    monkeypatch.setattr("countertop.web.accounts.store.TRAIL_PAGE", 3)
    for _ in range(10):
        log_in(register)
    store = register.store
    assert store.broken_at() is None
    for number in (10, 7, 4, 3, 1):
        store._database.execute("UPDATE trail SET about = about || 'x' WHERE number = ?", (number,))
        assert store.broken_at() == number
    for number in (1, 3, 4, 7, 10):
        store._database.execute("UPDATE trail SET about = rtrim(about, 'x') WHERE number = ?", (number,))
