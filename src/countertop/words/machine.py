"""Texts of the commands that touch the terminal as a machine, and of its face, in Chinese and English."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "help.power": ("终端开关机(长按电源键)", "Switch the terminal on or off (the power key, held)"),
    "help.power-action": ("on、off，或不填只看状态", "on, off, or nothing to see how it is"),
    "help.self-test": ("终端自检，逐项说明", "Have the terminal test itself, part by part"),
    "help.fault": ("故障面板：让终端的一个部件出故障(演示)", "The fault panel: break a part of the terminal (demo)"),
    "help.fault-device": (
        "battery、printer、card_reader、pin_pad、fingerprint_reader 或 locator",
        "battery, printer, card_reader, pin_pad, fingerprint_reader or locator",
    ),
    "help.fault-condition": (
        "ok、silent、paper_out、absent；电池为电量百分数",
        "ok, silent, paper_out, absent; for the battery its percent",
    ),
    "help.operators": (
        "操作员管理：列出、增加、删除、改密、重置",
        "Operators: list, add, remove, change and reset passwords",
    ),
    "help.operators-list": ("列出操作员", "List who works at the terminal"),
    "help.operators-add": ("增加收银员(主管批准)", "Add a cashier (the supervisor approves)"),
    "help.operators-remove": ("删除收银员(主管批准)", "Remove a cashier (the supervisor approves)"),
    "help.operators-password": ("修改自己的密码", "Change one's own password"),
    "help.operators-reset": ("重置密码(上级批准)", "Reset a password (the one above approves)"),
    "help.operator-number": ("操作员号(两位数字)", "Operator number (two digits)"),
    "help.operators-demo": (
        "用演示的主管、系统管理员密码批准",
        "Approve with the demo supervisor's or manager's password",
    ),
    "help.new-password": (
        "新密码(也可用环境变量 COUNTERTOP_NEW_PASSWORD)",
        "The new password (or COUNTERTOP_NEW_PASSWORD)",
    ),
    "help.approval": (
        "批准人的密码(也可用环境变量 COUNTERTOP_APPROVAL)",
        "Password of the one who approves (or COUNTERTOP_APPROVAL)",
    ),
    "help.slip-png": ("写成图片文件", "write them as a picture"),
    "help.slip-pdf": ("写成 PDF 文件", "write them as a PDF"),
    "help.slip-escpos": ("写成打印机字节(ESC/POS)", "write the bytes that a printer takes (ESC/POS)"),
    "help.slip-printer": (
        "在打印机上打印：tcp:地址:端口、usb:厂商:产品 或 file:设备文件",
        "print them: tcp:HOST:PORT, usb:VENDOR:PRODUCT or file:DEVICE",
    ),
    "slips.printed": ("已在 {place} 打印", "printed at {place}"),
    "slips.not-printed": ("无法打印：{reason}", "not printed: {reason}"),
    "slips.written": ("已写入 {path}", "written to {path}"),
    "slips.not-written": ("无法写入 {path}：{reason}", "{path} cannot be written: {reason}"),
    "help.screen": ("在本窗口全屏操作正在运行的终端", "Work the running terminal full screen in this shell"),
    "face.help": (
        "p=电源(长按) c=刷卡 f=功能 回车=确认 Esc=取消 退格=清除 .=00 q=离开",
        "p power (held)  c card  f function  Enter confirm  Esc cancel  Backspace clear  . 00  q leave",
    ),
    "face.help-off": ("已关机：按 p(长按电源)开机；q=离开", "Switched off: p (hold power) switches it on; q leaves"),
    "face.help-asleep": ("屏幕已休眠：按任意键唤醒；q=离开", "Asleep: any key wakes it; q leaves"),
    "face.help-card": (
        "回车=刷卡 t=磁条反了 u=刷得不匀 Esc=不刷",
        "Enter swipes; t turned; u unevenly; Esc none",
    ),
    "key.cancel": ("取消", "Cancel"),
    "key.clear": ("清除", "Clear"),
    "key.confirm": ("确认", "Confirm"),
    "key.function": ("功能", "Func"),
    "key.power": ("电源", "Power"),
    "key.up": ("上", "Up"),
    "key.down": ("下", "Down"),
    "desk.switched-off": (
        "终端已关机：长按电源键开机，或运行 countertop power on",
        "the terminal is switched off: hold its power key, or run `countertop power on`",
    ),
    "run.switched-off": ("{party} 已关机", "{party} was switched off"),
    "doctor.switched-off": (
        "{party} 已关机：countertop power on 开机",
        "{party} is switched off: `countertop power on` switches it on",
    ),
    "power.off": ("终端已关机", "the terminal is off"),
    "power.on": ("终端已开机", "the terminal is on"),
    "power.in-use": ("终端正在使用，请先完成当前操作", "the terminal is in use: finish what is under way first"),
    "fault.set": ("{device}：{condition}", "{device}: {condition}"),
    "fault.unknown": ("{device} 不能设为 {condition}", "{device} cannot be {condition}"),
    "face.only-demo": ("故障面板只在演示模式下可用", "the fault panel is there in demo mode only"),
    "face.many-watchers": ("观看者过多", "too many watch this machine already"),
    "face.till-busy": ("终端正在使用，请稍后再试", "somebody is using the terminal: try again in a moment"),
    "face.till-off": ("终端已关机，请先开机", "the terminal is switched off: switch it on first"),
    "face.till-too-late": ("现在不能取消，请查询结果", "it cannot be cancelled now: look at what comes of it"),
}
