"""Texts of the commands that break the demo's network: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "help.unplug": ("拔掉演示终端的网线", "pull the demo terminal's network cable out"),
    "cut.unplug": ("网线已拔掉(countertop mend 恢复)", "the network cable is out (`countertop mend` puts it back)"),
    "help.no-wifi": ("关掉演示终端的无线局域网", "switch the demo terminal's Wi-Fi network off"),
    "cut.no-wifi": ("无线局域网已关(countertop mend 恢复)", "Wi-Fi is off (`countertop mend` brings it back)"),
    "help.no-signal": ("把演示终端带出移动信号区", "take the demo terminal out of the mobile area"),
    "cut.no-signal": ("已无移动信号(countertop mend 恢复)", "there is no signal (`countertop mend` brings it back)"),
    "help.arrears": ("让演示终端的 SIM 卡欠费", "let the demo terminal's SIM be in arrears"),
    "cut.arrears": ("SIM 卡已欠费(countertop mend 恢复)", "the SIM is in arrears (`countertop mend` pays)"),
    "help.out-of-network": ("让演示终端的专网不通", "cut the demo terminal off from the host's private network"),
    "cut.out-of-network": (
        "专网已不通(countertop mend 恢复)",
        "the private network is gone (cure: `countertop mend`)",
    ),
    "help.no-tone": ("拔掉演示终端的电话线", "pull the demo terminal's telephone line out"),
    "cut.no-tone": ("电话线已拔掉(countertop mend 恢复)", "the telephone line is out (cure: `countertop mend`)"),
    "help.acquirer-down": ("让演示主机不接受终端呼叫", "let the demo's host take no calls of terminals"),
    "cut.acquirer-down": (
        "主机已不接受呼叫(countertop mend 恢复)",
        "the host takes no calls (`countertop mend` ends it)",
    ),
    "help.mend": ("恢复演示网络的全部故障", "mend all that is broken in the demo's network"),
    "cut.mend": ("线路均已恢复", "all lines can be opened again"),
}
