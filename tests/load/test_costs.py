import os
import subprocess
import sys
from time import monotonic, process_time, sleep

from countertop.load.costs import Costs, spent


def burn(seconds):
    end = process_time() + seconds
    while process_time() < end:
        pass


def test_time_spent_is_counted_and_time_slept_is_not():
    costs = Costs({"we": os.getpid()})
    sleep(0.2)
    burn(0.2)
    assert 0.15 < costs.seconds()["we"] < 0.35


def test_what_a_living_child_spends_counts_for_its_parent():
    before = spent(os.getpid())
    child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        began = monotonic()
        while spent(os.getpid()) - before < 0.2:
            assert monotonic() - began < 20
            sleep(0.05)
    finally:
        child.kill()
        child.wait()


def test_a_party_that_another_has_started_pays_for_itself():
    child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        costs = Costs({"we": os.getpid(), "it": child.pid})
        began, told = monotonic(), costs.seconds()
        while told["it"] < 0.2:
            assert monotonic() - began < 20
            sleep(0.05)
            told = costs.seconds()
    finally:
        child.kill()
        child.wait()
    assert told["we"] < told["it"]


def test_nobody_knows_what_a_process_spent_that_is_gone():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert spent(child.pid) is None
    assert Costs({"gone": child.pid}).seconds() == {}
