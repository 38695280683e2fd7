"""The agenda: by moment, then by plan."""

from countertop.simulation.agenda import Agenda


def test_calls_come_by_moment_and_then_by_plan():
    agenda, said = Agenda(), []
    agenda.at(5, said.append, "five")
    agenda.at(3, said.append, "three")
    agenda.at(5, said.append, "five again")
    agenda.run(10)
    assert said == ["three", "five", "five again"]
    assert agenda.now == 10


def test_a_moment_that_has_passed_means_now():
    agenda, said = Agenda(), []
    agenda.at(5, agenda.at, 1, said.append, "late")
    agenda.run(5)
    assert said == ["late"]
    assert agenda.now == 5


def test_what_is_due_later_waits_for_the_next_run():
    agenda, said = Agenda(), []
    agenda.after(5, said.append, "five")
    agenda.run(4)
    assert said == []
    agenda.run(5)
    assert said == ["five"]
