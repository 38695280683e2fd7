"""Texts about the real devices of a terminal and the page on which they are chosen, in Chinese and English."""

__all__ = ["TEXTS"]

_DEVICE = {
    "bad_choice": ("没有这样的设置", "There is no such setting"),
    "bad_paper": ("纸宽只有 58 或 80 毫米", "Paper is 58 or 80 mm wide"),
    "bad_place": (
        "请按 192.168.1.50:9100(网络)、04b8:0202(USB)或 /dev/usb/lp0(设备文件)填写",
        "Write 192.168.1.50:9100 (network), 04b8:0202 (USB) or /dev/usb/lp0 (device file)",
    ),
    "bad_file": (
        "须是已接好的设备文件，或名称以 {suffix} 结尾的文件，且目录已存在",
        "It must be a device that is plugged in, or a file whose name ends with {suffix} in a directory that is there",
    ),
    "bad_reader": ("读卡器名称有误", "That is no reader's name"),
    "bad_affix": (
        "前缀和后缀最多 {most} 个，限键盘上的可见字符",
        "A prefix or suffix has at most {most} characters of a plain keyboard",
    ),
    "bad_pause": ("间隔为 {least} 至 {most} 毫秒", "A pause has {least} to {most} milliseconds"),
    "not_installed": (
        "缺少打印机驱动程序库，请运行：{command}，然后重新启动",
        "The library for printers is missing. Run: {command}, then start again",
    ),
    "paper_out": ("打印机缺纸，请装纸后重打", "The printer has no paper: load some, then print again"),
    "stopped": (
        "打印机已停：请合上盖子，检查切纸器，再按走纸键",
        "The printer is stopped: close its lid, look at its cutter, press its feed key",
    ),
    "unfinished": (
        "打印机收到了签购单，却没有报告打完：请看纸上打到哪里，再重打",
        "The printer took the slip and does not say that it is done: look how far it is on paper, then print again",
    ),
    "unreachable": (
        "在 {place} 找不到打印机({reason})：请检查电源、连线和地址",
        "No printer answers at {place} ({reason}): look at its power, cable and address",
    ),
    "busy": (
        "{place} 的打印机还没有打完上一张：请关掉再打开打印机",
        "The printer at {place} holds on to an earlier slip: switch it off and on",
    ),
    "no_reader_library": (
        "缺少读卡器程序库，请运行：{command}，然后重新启动",
        "The library for card readers is missing. Run: {command}, then start again",
    ),
    "no_reader_service": (
        "读卡器服务没有运行，请运行：{command}",
        "The service for card readers does not run. Run: {command}",
    ),
    "reader_missing": (
        "没有找到读卡器“{name}”：请插好连线，或另选一个",
        "The reader “{name}” is not there: plug it in, or choose another",
    ),
    "reader_fault": ("读卡器服务报告：{reason}", "The service for card readers says: {reason}"),
    "test_page": ("打印测试：中文、Latin、0123456789", "Test page: Latin, 中文, 0123456789"),
}

_PAGE = {
    "title": ("设备", "Devices"),
    "about": (
        "选用实物设备代替图上画的部件，马上生效，重新启动后仍然有效。",
        "Real devices in the place of the drawn ones. What you choose holds at once, and after a new start.",
    ),
    "back": ("回到终端", "Terminal"),
    "save": ("采用", "Choose"),
    "password": ("主管密码", "Supervisor's password"),
    "password_demo": ("演示密码：{password}", "In the demonstration: {password}"),
    "gone": ("终端没有运行，现在不能更换设备", "The terminal does not run: nothing can be chosen now"),
    "printer": ("打印机", "Printer"),
    "connection": ("连接方式", "Connection"),
    "connection.drawn": ("图上的打印机", "The drawn one"),
    "connection.tcp": ("网络", "Network"),
    "connection.usb": ("USB", "USB"),
    "connection.file": ("设备文件", "Device file"),
    "address": ("地址", "Address"),
    "address_told": (
        "网络 192.168.1.50:9100；USB 04b8:0202(见 lsusb)；设备文件 /dev/usb/lp0",
        "Network 192.168.1.50:9100; USB 04b8:0202 (see lsusb); device file /dev/usb/lp0",
    ),
    "paper": ("纸宽", "Paper"),
    "paper_told": ("图上的打印机按终端参数", "The drawn printer goes by the terminal's parameter"),
    "paper.58": ("58 毫米，每行 32 个字符", "58 mm, 32 characters a line"),
    "paper.80": ("80 毫米，每行 48 个字符", "80 mm, 48 characters a line"),
    "test": ("打印测试页", "Print a test page"),
    "printer_is.drawn": ("使用图上的打印机", "The drawn printer is used"),
    "printer_is.looking": ("正在查找", "Looking for it"),
    "printer_is.ok": ("可以打印", "Ready to print"),
    "printer_is.paper_out": ("缺纸", "No paper"),
    "printer_is.silent": ("不能打印", "Does not print"),
    "card_reader": ("芯片读卡器", "Chip card reader"),
    "reader": ("读卡器", "Reader"),
    "reader_drawn": ("图上的卡槽", "The drawn slot"),
    "reader_told": ("由 PC/SC 服务列出", "As the PC/SC service lists them"),
    "reader_gone": ("{name}(未找到)", "{name} (not found)"),
    "reader_is.": ("使用图上的卡槽", "The drawn slot is used"),
    "reader_is.missing": ("没有找到", "Not found"),
    "reader_is.absent": ("没有插卡", "No card"),
    "reader_is.present": ("已插卡", "Card inserted"),
    "reader_is.mute": (
        "已插卡，但芯片没有应答，请取出重插",
        "Card inserted, but its chip does not answer: put it in again",
    ),
    "atr": ("复位应答", "Answer to reset"),
    "chip_not_fitted": ("芯片支付尚未装配，请刷磁条", "Chip payments are not fitted yet: use the stripe"),
    "wedge": ("键盘口扫码枪与磁条阅读器", "Keyboard-wedge scanner and stripe reader"),
    "wedge_told": (
        "这类设备像键盘一样输入，输入时请让终端页面在最前面；图上的卡槽和扫码窗仍然可用",
        "They type as a keyboard does: keep the terminal's page in front. The drawn slot and window work on",
    ),
    "use": ("使用", "Use it here"),
    "scanner": ("扫码枪", "Scanner"),
    "stripe": ("磁条阅读器", "Stripe reader"),
    "prefix": ("前缀", "Prefix"),
    "suffix": ("后缀", "Suffix"),
    "affix_told": (
        "设备加在内容前后的字符，没有则留空；回车不用填",
        "What the device puts around it, if anything; not Enter",
    ),
    "stripe_told": ("留空即以磁道起始符(如 %)起头", "Left empty: it begins with %, ; or +"),
    "pause": ("两个字符之间最长间隔(毫秒)", "Longest pause between characters (ms)"),
    "pause_told": ("比人按键快；蓝牙设备可加长", "Quicker than a person; longer for Bluetooth"),
    "wedge_is.off": ("未使用", "Not used"),
    "wedge_is.on": ("正在接收", "Listening"),
    "wedge_is.needs_prefix": (
        "没有前缀，按速度识别，数字键会慢 {pause} 毫秒；建议在扫码枪上设一个符号前缀，如 ~",
        "Without a prefix it is known by its pace alone, and digits come {pause} ms late: give it one, such as ~",
    ),
    "typed.swipe": ("已从磁条阅读器读卡", "The stripe reader read a card"),
    "typed.scan": ("已从扫码枪读到编码", "The scanner read a code"),
    "typed.unwanted_stripe": (
        "读到磁条，但没有选用磁条阅读器，请在“设备”中选用",
        "A stripe was typed, but no stripe reader is chosen: choose it under Devices",
    ),
    "typed.unwanted_code": (
        "读到编码，但没有选用扫码枪，请在“设备”中选用",
        "A code was typed, but no scanner is chosen: choose it under Devices",
    ),
    "typed.unknown": (
        "设备输入的内容无法识别，请检查前缀和后缀设置",
        "What the device typed is not understood: look at its prefix and suffix",
    ),
}

TEXTS: dict[str, tuple[str, str]] = {
    **{f"device.{name}": texts for name, texts in _DEVICE.items()},
    **{f"devices-page.{name}": texts for name, texts in _PAGE.items()},
}
