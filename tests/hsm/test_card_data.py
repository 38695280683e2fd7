import pytest
from hypothesis import given

from countertop.hsm import DecryptTrack, EncryptTrack, HsmRefusal, ProtectedPan, ProtectPan, RevealPan, TokenizePan
from countertop.values import Pan, Track2, Track3
from tests.crypto import oracle
from tests.hsm.two_hsms import PAN, TwoHsms, ask, new_hsm

TRACK_2 = Track2("6225000000000014D15112010000000000000")
TRACK_3 = Track3("996225000000000014D1561560500050000001015000000000000000000D0000000000D000000000D0500020000")


@pytest.mark.parametrize("track", [TRACK_2, TRACK_3], ids=["track 2", "track 3"])
def test_a_track_is_sealed_at_the_terminal_and_opened_at_the_acquirer(two, track):
    sent = ask(two.terminal, EncryptTrack(two.loaded.tdk, track))
    assert type(sent) is type(track)
    assert sent != track
    opened = ask(two.acquirer, DecryptTrack(two.drawn.tdk, sent))
    assert type(opened) is type(track)
    assert opened == track


def test_a_track_is_sealed_with_sm4_too():
    sm4 = TwoHsms(seed=30, kind="005")
    sent = ask(sm4.terminal, EncryptTrack(sm4.loaded.tdk, TRACK_2))
    assert ask(sm4.acquirer, DecryptTrack(sm4.drawn.tdk, sent)) == TRACK_2


def test_a_track_that_is_none_is_refused_without_its_digits(two):
    refusal = ask(two.terminal, EncryptTrack(two.loaded.tdk, Track2("6225000000000014=15112010000000000000")))
    assert refusal.reason_code == "track"
    assert "6225" not in repr(refusal)


@given(oracle.PANS)
def test_a_protected_number_is_found_by_token_and_given_back(two, pan):
    one, other = two.acquirer.perform([ProtectPan(Pan(pan)), ProtectPan(Pan(pan))])
    assert isinstance(one, ProtectedPan)
    assert one.token == other.token
    assert one.cipher != other.cipher
    assert len(one.token) == 32
    assert ask(two.acquirer, TokenizePan(Pan(pan))) == one.token
    assert pan not in one.token + one.cipher
    assert ask(two.acquirer, RevealPan(one.cipher)) == Pan(pan)


def test_tokens_cannot_be_compared_between_cards_domains_or_hsms(two):
    tokens = [
        ask(hsm, ProtectPan(pan, domain)).token
        for hsm in (two.acquirer, two.terminal)
        for pan in (PAN, Pan("6225000000000022"))
        for domain in ("", "merchant 1", "merchant 2")
    ]
    assert len(set(tokens)) == 12
    assert ask(two.terminal, TokenizePan(Pan("6225000000000022"), "merchant 2")) == tokens[-1]


@pytest.mark.parametrize("cipher", ["", "AAAA", "é", "A" * 60])
def test_a_protected_number_that_is_none_is_refused(two, cipher):
    refusal = ask(two.acquirer, RevealPan(cipher))
    assert isinstance(refusal, HsmRefusal)
    assert refusal.reason_code == "protected-text"


def test_a_number_protected_by_another_hsm_is_refused(two):
    protected = ask(new_hsm(77), ProtectPan(PAN))
    assert ask(two.acquirer, RevealPan(protected.cipher)).reason_code == "protected-text"
