"""What a self-test shows of each part, in Chinese and English; of a part that fails, what still works without it.

Below them the steps of the first initialisation, open and done.
"""

__all__ = ["TEXTS"]

_STEPS = {
    "self_test": ("自检", "Self-test"),
    "identity": ("系统管理员核对商户号、终端号、序列号", "The manager confirms merchant, terminal and serial number"),
    "master_key": ("关机后装载主密钥(密钥仪式)", "The master key is loaded by its ceremony, with the terminal off"),
    "sign_in": ("签到", "Sign in"),
    "test_sale": ("试消费 0.01", "A test sale of 0.01"),
    "test_void": ("撤销试消费", "Void the test sale"),
    "settle": ("结算", "Settle the batch"),
}

TEXTS: dict[str, tuple[str, str]] = {
    **{f"initialise.{step}_open": (f"□ {zh}", f"[ ] {en}") for step, (zh, en) in _STEPS.items()},
    **{f"initialise.{step}_done": (f"■ {zh}", f"[x] {en}") for step, (zh, en) in _STEPS.items()},
    "part.store_ok": ("存储：正常", "Store: works"),
    "part.store_low": (
        "存储：磁盘将满。可查询、重打印，在途冲正会完成；不能做新交易",
        "Store: the disk is nearly full. Looking up, reprinting and owed reversals work; nothing new is begun",
    ),
    "part.keys_ok": ("密钥：正常", "Keys: work"),
    "part.keys_missing": (
        "密钥：未装主密钥。可查询、重打印；不能签到、不能交易",
        "Keys: no master key. Looking up and reprinting work; no sign-in and no transaction",
    ),
    "part.keys_damaged": (
        "密钥：无法使用。可查询、重打印；请重新签到，仍不行请重装主密钥",
        "Keys: cannot be opened. Looking up and reprinting work; sign in again, or load the master key anew",
    ),
    "part.pin_pad_ok": ("密码键盘：正常", "PIN pad: works"),
    "part.pin_pad_absent": ("密码键盘：未安装。只能做免密交易", "PIN pad: none. Only payments without a PIN work"),
    "part.pin_pad_silent": (
        "密码键盘：无响应。免密交易、查询可用；要输密码的交易不能做",
        "PIN pad: silent. Payments without a PIN and looking up work; what needs a PIN does not",
    ),
    "part.printer_ok": ("打印机：正常", "Printer: works"),
    "part.printer_absent": ("打印机：未安装。签购单在屏幕查看", "Printer: none. Slips are kept to be looked at"),
    "part.printer_paper_out": (
        "打印机：缺纸。签到、查询可用；装纸后再做交易",
        "Printer: no paper. Sign-in and looking up work; load paper before the next transaction",
    ),
    "part.printer_silent": (
        "打印机：无响应。签到、查询可用；签购单可在修复后重打",
        "Printer: silent. Sign-in and looking up work; slips can be printed when it is mended",
    ),
    "part.card_reader_ok": ("读卡器：正常", "Card reader: works"),
    "part.card_reader_absent": ("读卡器：未安装", "Card reader: none"),
    "part.card_reader_silent": (
        "读卡器：无响应。撤销、查询、打印、结算可用；不能刷卡",
        "Card reader: silent. Voids, looking up, printing and settlement work; no card can be read",
    ),
    "part.fingerprint_reader_ok": ("指纹仪：正常", "Fingerprint reader: works"),
    "part.fingerprint_reader_absent": ("指纹仪：未安装", "Fingerprint reader: none"),
    "part.fingerprint_reader_silent": (
        "指纹仪：无响应。其他验证方式可用",
        "Fingerprint reader: silent. The other ways to verify a customer work",
    ),
    "part.locator_ok": ("定位模块：正常", "Locator: works"),
    "part.locator_absent": ("定位模块：未安装", "Locator: none"),
    "part.locator_silent": (
        "定位模块：无法定位。收单机构可能拒绝交易，请移到窗边再试",
        "Locator: finds no position. The acquirer may refuse transactions; try again near a window",
    ),
    "part.battery_ok": ("电池：正常", "Battery: works"),
    "part.battery_absent": ("电池：未安装，使用外接电源", "Battery: none; on the mains"),
    "part.battery_silent": ("电池：无响应。接外接电源可用", "Battery: silent. The machine works on the mains"),
    "part.battery_low": (
        "电池：电量低。全部功能可用，请充电(充满需 4 至 5 小时)",
        "Battery: low. Everything works; charge it (4 to 5 hours)",
    ),
    "part.battery_empty": (
        "电池：电量不足 5%。查询、打印可用；充电后再做交易",
        "Battery: below 5%. Looking up and printing work; charge it before the next transaction",
    ),
    "part.line_ok": ("线路：正常", "Line: works"),
    "part.line_busy": ("线路：使用中", "Line: in use"),
    "part.line_down": (
        "线路：无法连接主机。查询、打印可用；请检查网线、电话线或网络",
        "Line: the host cannot be reached. Looking up and printing work; check the cable or the network",
    ),
}
