"""Texts of the terminal's face in a browser, in Chinese and English."""

__all__ = ["TEXTS"]

TEXTS = {
    "terminal-face.title": ("终端", "Terminal"),
    "terminal-face.screen": ("屏幕", "Screen"),
    "terminal-face.gone": ("终端未运行，正在重新连接…", "The terminal does not run; looking for it again…"),
    "terminal-face.cards": ("卡片", "Cards"),
    "terminal-face.paper": ("签购单", "Paper"),
    "terminal-face.hold_power": ("长按开关机", "Hold to switch on or off"),
    "pin-pad.title": ("密码键盘", "PIN pad"),
    "pin-pad.wanted": ("请输入密码", "Key your PIN"),
    "pin-pad.idle": ("请稍候", "Not wanted now"),
    "pin-pad.typed": ("已输入 {count} 位", "{count} digits keyed"),
}
