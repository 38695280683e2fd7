import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from countertop.crypto.tokens import NONCE_SIZE
from countertop.runtime import entropy
from countertop.runtime.entropy import draw

MANY = 3 * entropy._NONCES_AT_ONCE


@pytest.mark.parametrize("size", [0, 1, 8, 12, 16, 32, 5000])
def test_so_many_bytes_are_drawn(size):
    assert len(draw(size)) == size


def test_no_nonce_is_drawn_twice_whatever_threads_draw():
    with ThreadPoolExecutor(4) as threads:
        drawn = [
            nonce for part in threads.map(lambda _: [draw(NONCE_SIZE) for _ in range(MANY)], range(4)) for nonce in part
        ]
    assert len(set(drawn)) == len(drawn) == 4 * MANY


def test_one_question_to_the_system_serves_many_nonces(monkeypatch):
    asked = []
    monkeypatch.setattr(entropy, "urandom", lambda size: asked.append(size) or os.urandom(size))
    for _ in range(MANY):
        draw(NONCE_SIZE)
    assert len(asked) <= MANY / entropy._NONCES_AT_ONCE + 1


@pytest.mark.parametrize("size", [8, 16, 24, 32])
def test_keys_do_not_wait_in_memory(monkeypatch, size):
    asked = []
    monkeypatch.setattr(entropy, "urandom", lambda size: asked.append(size) or os.urandom(size))
    for _ in range(5):
        draw(size)
    assert asked == [size] * 5


def test_a_forked_process_does_not_draw_its_parents_nonces():
    draw(NONCE_SIZE)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, b"".join(draw(NONCE_SIZE) for _ in range(10)))
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(reading, 10 * NONCE_SIZE)
    os.close(reading)
    os.close(writing)
    ours = {draw(NONCE_SIZE) for _ in range(MANY)}
    assert ours.isdisjoint(theirs[at : at + NONCE_SIZE] for at in range(0, len(theirs), NONCE_SIZE))
    assert len(theirs) == 10 * NONCE_SIZE
