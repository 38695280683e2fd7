"""The desk: one owner, conversations that end whatever happens, and secrets wrapped before anything else."""

import asyncio
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from countertop.runtime.desk_address import LONGEST_PATH, find_socket
from countertop.runtime.desk_client import DeskClient
from countertop.runtime.errors import DeskLost, NotRunning
from tests.runtime.conftest import Caller, configured, until


class Person:
    """Answers questions from a list; a callable answer is called, None cancels."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.seen = []

    def show(self, message, arguments):
        self.seen.append(("show", message, arguments))

    def print(self, copy, document):
        self.seen.append(("print", copy, document))

    def ask(self, question, arguments, *, wrong):
        self.seen.append(("ask", question, arguments, wrong))
        answer = self.answers.pop(0)
        return answer() if callable(answer) else answer

    def told(self, kind, question):
        self.seen.append((kind, question))


async def away(step, *arguments, **named):
    """Do something that blocks, as another program would, beside the loop."""
    with ThreadPoolExecutor(1) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, lambda: step(*arguments, **named))


def talk(directory, *, face, **options):
    with DeskClient(directory) as client:
        return client.request("talk", face=face, **options)


def test_a_conversation_shows_asks_prints_and_replies(house, tmp_path):
    async def test(resident):
        person = Person("123456", "soon")
        reply = await away(talk, tmp_path, face=person, person=True)
        assert reply == (0, {"pin": "Pin(****)", "word": "soon"})
        assert person.seen == [
            ("show", "run.started", {"party": "echo"}),
            ("ask", "ask.pin", {"amount": "12.50"}, False),
            ("ask", "ask.word", {}, False),
            ("print", "merchant", {"lines": ["soon"]}),
        ]

    house(test)


def test_a_document_in_a_reply_is_told_as_its_lines(house, tmp_path):
    async def test(resident):
        with DeskClient(tmp_path) as client:
            assert await away(client.request, "paper") == (0, {"paper": ["one", "two"]})

    house(test)


def test_an_answer_that_does_not_fit_is_asked_for_again(house, tmp_path):
    async def test(resident):
        person = Person("12x", "1234", "soon")
        reply = await away(talk, tmp_path, face=person, person=True)
        assert reply == (0, {"pin": "Pin(****)", "word": "soon"})
        assert [seen for seen in person.seen if seen[0] == "ask"][:2] == [
            ("ask", "ask.pin", {"amount": "12.50"}, False),
            ("ask", "ask.pin", {"amount": "12.50"}, True),
        ]

    house(test)


def test_answers_given_beforehand_are_used_and_nobody_is_asked(house, tmp_path):
    async def test(resident):
        person = Person()
        answers = {"ask.pin": ["123456"], "ask.word": "given"}
        assert await away(talk, tmp_path, face=person, answers=answers) == (0, {"pin": "Pin(****)", "word": "given"})
        assert [seen[0] for seen in person.seen] == ["show", "print"]

    house(test)


def test_only_a_person_is_shown_what_is_sensitive(house, tmp_path):
    def confide(*, person):
        seen = Person()
        with DeskClient(tmp_path) as client:
            client.request("confide", face=seen, person=person)
        return seen.seen[0][2]["party"]

    async def test(resident):
        assert await away(confide, person=True) == "6225000000000014"
        assert await away(confide, person=False) == "622500******0014"

    house(test)


def test_a_missing_answer_without_a_person_cancels_and_says_which(house, tmp_path):
    async def test(resident):
        person = Person()
        reply = await away(talk, tmp_path, face=person, answers={"ask.pin": "123456"})
        assert reply == (12, {"gone": "Cancelled"})
        assert person.seen[-1] == ("missing", "ask.word")

    house(test)


def test_cancel_and_a_question_nobody_answers_end_the_conversation(house, tmp_path):
    async def test(resident):
        assert await away(talk, tmp_path, face=Person(None), person=True) == (12, {"gone": "Cancelled"})
        late = Person("1234", lambda: __import__("time").sleep(0.7) or "late")
        assert await away(talk, tmp_path, face=late, person=True) == (12, {"gone": "NobodyAnswered"})

    house(test)


def test_a_client_that_goes_away_ends_its_conversation(house, tmp_path):
    async def test(resident):
        def leave():
            raise KeyboardInterrupt

        with suppress(KeyboardInterrupt):
            await away(talk, tmp_path, face=Person("1234", leave), person=True)
        await until(resident._desk.idle.is_set)
        caller = await Caller.call(resident)
        assert await caller.ask(b"list") == b"all,PersonGone"
        assert (await away(talk, tmp_path, face=Person("1234", "next"), person=True))[0] == 0

    house(test)


def test_the_screen_belongs_to_the_conversation_that_came_first(house, tmp_path):
    async def test(resident):
        quiet = Person()
        loud = Person("1234", "word")

        def both():
            with DeskClient(tmp_path) as other:
                assert other.request("argue", {"amount": "1.00"}, face=quiet) == (0, {"amount": "'1.00'"})
            return "1234"

        loud.answers[0] = both
        assert (await away(talk, tmp_path, face=loud, person=True))[0] == 0
        assert quiet.seen == []

    house(test)


def test_arguments_that_are_secrets_arrive_wrapped(house, tmp_path):
    async def test(resident):
        def argue():
            with DeskClient(tmp_path) as client:
                return client.request(
                    "argue", {"pin": "1234", "supervisor_password": "123456", "operator": "01", "password": "0000"}
                )

        assert await away(argue) == (
            0,
            {"pin": "Pin(****)", "supervisor_password": "Secret(****)", "operator": "'01'", "password": "Secret(****)"},
        )

    house(test)


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"[]",
        b'{"id": 1}',
        b'{"id": 1, "verb": "argue", "arguments": 5}',
        b'{"id": 1, "verb": "argue", "arguments": {"pin": "12"}}',
        b'{"id": 1, "verb": "argue", "answers": 5}',
        b'{"id": [1], "verb": "health"}',
        b'{"id": "\\ud800"}',
        b"[" * 60_000,
    ],
)
def test_what_cannot_be_understood_is_answered_as_wrong_usage_and_harms_nobody(house, tmp_path, line):
    async def test(resident):
        reader, writer = await asyncio.open_unix_connection(str(find_socket(tmp_path)))
        writer.write(line + b"\n")
        heard = json.loads(await asyncio.wait_for(reader.readline(), 5))
        assert heard["reply"] == 2
        assert heard["body"] == {"message": "desk.not-understood", "arguments": {}}
        writer.write(b'{"id": 7, "question": 1, "answer": "x"}\n{"id": 8, "verb": "health"}\n')
        heard = json.loads(await asyncio.wait_for(reader.readline(), 5))
        assert (heard["id"], heard["reply"], heard["body"]["ready"]) == (8, 0, True)
        writer.close()

    house(test)


def test_a_line_without_end_is_cut_off(house, tmp_path):
    async def test(resident):
        reader, writer = await asyncio.open_unix_connection(str(find_socket(tmp_path)))
        with suppress(ConnectionError):
            for _ in range(40):
                writer.write(b"x" * 4096)
                await writer.drain()
            assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()

    house(test)


def test_a_party_that_stops_says_that_the_outcome_is_unknown_and_serves_again(house, tmp_path):
    async def test(resident):
        def stop():
            with DeskClient(tmp_path) as client:
                return client.request("break")

        def health():
            with DeskClient(tmp_path) as client:
                return client.request("health")[1]

        assert await away(stop) == (11, {"message": "run.restarted", "arguments": {}})
        await until(lambda: resident._world is not None and resident._desk._world is not None)
        assert (await away(health))["lives"] == 2

    house(test)


def test_closing_the_house_tells_the_person_and_the_client(house, tmp_path):
    async def test(resident):
        closing = []

        def close_meanwhile():
            closing.append(asyncio.run_coroutine_threadsafe(resident.close(), loop))
            __import__("time").sleep(0.3)
            return "1234"

        loop = asyncio.get_running_loop()
        with suppress(DeskLost):
            assert await away(talk, tmp_path, face=Person(close_meanwhile), person=True) == (12, {"gone": "PersonGone"})
        await asyncio.wrap_future(closing[0])

    house(test)


def test_the_socket_is_for_the_owner_alone_and_gone_parties_are_reported(house, tmp_path):
    async def test(resident):
        assert stat.S_IMODE(os.lstat(tmp_path / "desk.sock").st_mode) == 0o600

    house(test)
    with pytest.raises(NotRunning, match="countertop up"):
        DeskClient(tmp_path)


def test_a_directory_too_deep_for_a_socket_gets_a_short_one(house, belongings, tmp_path, monkeypatch):
    deep = tmp_path
    while len(os.fsencode(deep)) <= LONGEST_PATH:
        deep /= "deeper-and-deeper"
    deep.mkdir(parents=True)
    short = Path(mkdtemp(prefix="s"))  # tmp_path may be too deep itself
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    belongings.directory = deep

    async def test(resident):
        assert find_socket(deep).parent.parent == short
        assert stat.S_IMODE(find_socket(deep).parent.stat().st_mode) == 0o700
        assert (await away(talk, deep, face=Person("1234", "w"), person=True))[0] == 0

    try:
        house(test, configured(deep))
    finally:
        rmtree(short)
