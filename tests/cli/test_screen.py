"""The terminal full screen in a shell, driven as a person drives it, against a real house."""

import asyncio
import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from time import monotonic

import pytest
from textual.widgets import Static

from countertop.cli.screen import TerminalScreen, picture
from countertop.runtime.errors import NotRunning
from countertop.runtime.premises import wallet_of
from tests.end_to_end.processes import PROGRAM, environment, up

PATIENCE = 20


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    directory = tmp_path_factory.mktemp("screen") / "data"
    with up(directory):
        yield directory


async def until(pilot, condition):
    began = monotonic()
    while not condition():
        assert monotonic() - began < PATIENCE, pilot.app.shown
        await pilot.pause(0.02)


def test_a_sale_is_made_with_the_keyboard_alone(data):
    async def play():
        app = TerminalScreen(data / "terminal", wallet_of(data))
        async with app.run_test(size=(110, 48)) as pilot:
            await until(pilot, lambda: "按任意键登录" in app.shown)
            await pilot.press("p")
            await until(pilot, lambda: "确定关机" in app.shown)
            await pilot.press("enter")
            await until(pilot, lambda: app.shown == "")
            assert "开机" in str(app.query_one("#help", Static).render())
            await pilot.press("p")
            await until(pilot, lambda: "自检正常" in app.shown)
            await until(pilot, lambda: "按任意键返回" in app.shown)
            await pilot.press("enter")
            await until(pilot, lambda: "操作员号" in app.shown)
            await pilot.press("0", "1", "enter")
            await until(pilot, lambda: "密码" in app.shown)
            await pilot.press("0", "0", "0", "0")
            await until(pilot, lambda: "> ****" in app.shown)
            await pilot.press("enter")
            await until(pilot, lambda: "已登录" in app.shown and "按任意键返回" in app.shown)
            await pilot.press("escape", "1")
            await until(pilot, lambda: "已签退：请先签到" not in app.shown)
            await until(pilot, lambda: "按任意键返回" in app.shown)
            await pilot.press("escape", "enter")
            await until(pilot, lambda: "主菜单" in app.shown)
            await pilot.press("1")
            await until(pilot, lambda: "请刷卡" in app.shown)
            for manner, said in (("t", "请翻转卡片再刷"), ("u", "请重新刷卡")):
                await pilot.press("c")
                await pilot.pause()
                await pilot.press(manner)
                await until(pilot, lambda said=said: said in app.shown)
            await pilot.press("c")
            await pilot.pause()
            await pilot.press("enter")
            await until(pilot, lambda: "6225000000000014" in app.shown)
            await pilot.press("enter")
            await until(pilot, lambda: "请输入金额" in app.shown)
            await pilot.press("1", "2", "5", "full_stop", "backspace", "enter")
            await until(pilot, lambda: "请持卡人输入密码" in app.shown)
            assert "12.50" in app.shown
            await pilot.press(*wallet_of(data)["debit-east"].pin.reveal())
            await until(pilot, lambda: "> ******" in app.shown)
            await pilot.press("enter")
            await until(pilot, lambda: "打印下一联" in app.shown)
            assert any("12.50" in line for line in app._roll)
            await pilot.press("enter")
            await until(pilot, lambda: "请将卡片交还持卡人" in app.shown)
            await until(pilot, lambda: any("持卡人存根" in line for line in app._roll))

    asyncio.run(play())


def test_the_drawn_keys_are_pressed_with_the_mouse(data):
    async def play():
        app = TerminalScreen(data / "terminal", wallet_of(data))
        async with app.run_test(size=(110, 48)) as pilot:
            await until(pilot, lambda: app.shown != "")
            await pilot.click("#key-cancel")
            await until(pilot, lambda: "按确认进入菜单" in app.shown)
            await pilot.click("#key-confirm")
            await until(pilot, lambda: "主菜单" in app.shown)
            await pilot.click("#key-cancel")
            await until(pilot, lambda: "主菜单" not in app.shown)

    asyncio.run(play())


@pytest.mark.parametrize(("rows", "has_pad"), [(24, False), (48, True)])
def test_a_low_window_leaves_the_keys_to_the_keyboard(data, rows, has_pad):
    async def play():
        app = TerminalScreen(data / "terminal", {})
        async with app.run_test(size=(80, rows)) as pilot:
            await until(pilot, lambda: app.shown != "")
            await until(pilot, lambda: app.query_one("#pad").display is has_pad)
            assert app.query_one("#screen").size.height >= 15

    asyncio.run(play())


def test_without_a_terminal_it_says_so(tmp_path):
    async def play():
        app = TerminalScreen(tmp_path, {})
        async with app.run_test() as pilot:
            await pilot.pause(0.2)
        return app.return_value

    assert isinstance(asyncio.run(play()), NotRunning)


def test_a_screen_is_text():
    line = {"message": "menu.sale", "arguments": {}, "sensitive": False, "digit": "1", "chosen": True}
    shown = picture({"bar": [], "title": None, "lines": [line], "entry": "**", "hints": ["front.hint_menu"]})
    assert ">1 消费" in shown
    assert "> **" in shown


def test_the_command_draws_it_in_a_shell_and_leaves_the_terminal_alone(data):
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 48, 110, 0, 0))
    process = subprocess.Popen(
        [*PROGRAM, "terminal", "--screen", "--data", str(data), "--language", "en"],
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True, env=environment(TERM="xterm-256color"),
    )  # fmt: skip
    os.close(slave)
    seen, began = "", monotonic()
    while "Confirm" not in seen:
        assert monotonic() - began < PATIENCE, seen
        if select.select([master], [], [], 0.2)[0]:
            seen += os.read(master, 65536).decode("utf-8", "replace")
    os.write(master, b"q")
    while process.poll() is None:
        assert monotonic() - began < PATIENCE
        if select.select([master], [], [], 0.1)[0]:
            try:
                os.read(master, 65536)
            except OSError:
                break
    assert process.wait(PATIENCE) == 0
    os.close(master)
