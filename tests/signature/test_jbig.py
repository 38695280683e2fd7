"""JBIG: our bytes are those of the reference coder, and nothing else is taken."""

import random

import pytest

from countertop.signature import MOST_BYTES, Bitmap, PictureError, compress, drawn, expand, marked, read_strokes
from countertop.signature.strokes import HEIGHT, WIDTH
from tests.signature.signed import signature

# What the library that T.82 coders are compared with, JBIG-KIT 2.1, makes of the same picture in the same form
# (options 8, order 3, 158 lines a stripe).
REFERENCE = bytes.fromhex(
    "00000100000001da0000009e0000009e0000030810b288d68aa6967eb5efe22541358ae77460eb86a1029acbd11bd26a9ac09b414c7c"
    "5e6b40701814550b414d7d474ece4c5b27511584d7a7f2e5b24a6cada4e748f875359d765779e01a900f38eb4b4d4176d4628c679249"
    "674eb143a4eaadc67fcd25b8c332565f600f5b77eed090c5218e177c8d9a38b0e82d5867b869f50b52e7c32f1d37503cda0abecdb4a9"
    "e102c803634043c4017f91f2dac247c4e47b8c68654557e6ca51cf60696b171a66ab4a7a352fc5d097837d2adcc5cead2f132af45710"
    "36101c3acb05d373a4072ce4f2e33a67cd63e262a16d852d625c1e243f41b09513b590d75bb41c8e8150960d4d09e9b54dda10c2c551"
    "ce1649aa9999a88fc38dd165b82b57ef782a2b8a64f1911c36b9d68e61e5e26c57689b8e510917a3477000db8ec28d10239d2f40b6eb"
    "6d9922c6f1db742f5fd1411788ca2a9b6f27237f726b56dbd84e5561850cff00d5b82d2fdae2e33964b566ee142e21c73523e8b16db0"
    "3e6004f9a0f50b950c82ef48273112613b80465c89b364c8a4bca86956a2ce573230087ebc40322810f6489488d7112e7e10e5a4d51e"
    "07af7a3b5a7a5517059eb1820d46d1837f76e7261f701ca26da5e54cb01894a2cb0a55627db4804e68db3bf7b352cee2f2cd95ba95fa"
    "afb83a282ad7bd0d6768bddf2bf6fc033dbb1811ede414261529019afeae5c60a73dfbd27505444001fcf85d9bbeebfb1391681e8085"
    "0c48bb72b51a138c17b46cddb0eeff004ea9bf70b8b452dc3ee1069e2bf24840d9feb2cd690136eff8fd6ebc559820cd0e38f1c4bcc3"
    "1c99359a8c7d2e37ef90b0840d68aeb6c2b3cea571ea34476f4174b33df6f13c122c3661ff00c68a3ca6b7e20c5d18a0056848dfd15a"
    "09835fbaee34d2995806770000a9d3bb08dccc305b57588191b32befa82d599619d8c0f4913e26ecac8f1a6a61f0d53b633d8ac3994b"
    "58df19f575d894bd3afeba6ca1c280af355dea16e6d7a3944bd2da34bbe66ce57931c79e967bb538ced7900d13ad137a8a375050a5f6"
    "f510b0627e0e6c34396e65ad35acb0d8058fe6929a3390bcdd9ebb713f2accb39b480291caa5c2f24b8b648734534ee9743aff000335"
    "53f47b768b9fa561ea4d5f01879aa0972d6bb000752e95639ee1f124ff00b4f87825d3aa423d75e7bc6926e400f65c37c6f2ac795f65"
    "9961c57cc81b2f9cce908cc9018921dc62cc73302753a3beb4a6c47f89bd16359563271c214bbc34cb03055809200ee0ff02"
)
CODE = "7358A134"


def signed():
    return marked(drawn(read_strokes(signature())), CODE)


def test_bytes_are_those_of_the_reference_coder():
    assert compress(signed()) == REFERENCE
    assert len(REFERENCE) <= MOST_BYTES


def test_the_picture_of_the_reference_coder_is_read():
    assert expand(REFERENCE) == signed()


@pytest.mark.parametrize("seed", range(3))
def test_any_picture_comes_back(seed):
    dice = random.Random(seed)
    share = (0.5, 0.02, 0.0)[seed]
    rows = (int("".join("01"[dice.random() < share] for _ in range(WIDTH)), 2) for _ in range(HEIGHT))
    picture = Bitmap(WIDTH, tuple(rows))

    assert expand(compress(picture)) == picture


def test_a_signature_full_of_ink_takes_too_many_bytes():
    assert len(compress(drawn(read_strokes(signature() + signature(points=7))))) > MOST_BYTES


WHOLE = compress(signed())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        WHOLE[:20],
        WHOLE[:-1],
        WHOLE[:-2],
        WHOLE[:-2] + b"\x00\x00\xff\x02\x00",
        WHOLE[:-2] + b"\x01\x02\x03\xff\x02",
        WHOLE[:40] + b"\xff\x02" + WHOLE[40:],
        WHOLE[:40] + b"\xff" + WHOLE[-2:],
        WHOLE + WHOLE,
        *(WHOLE[:at] + b"\x7f" + WHOLE[at + 1 :] for at in range(20)),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(data):
    with pytest.raises(PictureError):
        expand(data)


def test_packed_rows_come_back():
    picture = signed()

    assert len(picture.packed) == picture.row_bytes * HEIGHT
    assert Bitmap.unpacked(WIDTH, picture.packed) == picture
    with pytest.raises(ValueError, match="whole rows"):
        Bitmap.unpacked(WIDTH, picture.packed[:-1])
