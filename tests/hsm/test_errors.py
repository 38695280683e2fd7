from countertop.crypto.errors import CryptoError, VectorError
from countertop.hsm.errors import HsmError
from countertop.words import CATALOGUE


def test_every_refusal_has_words_in_both_languages_and_none_is_left_over():
    refusals = (set(CryptoError.__subclasses__()) - {VectorError}) | set(HsmError.__subclasses__())
    reasons = {f"hsm.{refusal.reason}" for refusal in refusals}
    assert len(reasons) == len(refusals)
    assert reasons == {message for message in CATALOGUE if message.startswith("hsm.")}
