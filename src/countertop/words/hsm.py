"""Texts of refusals of the HSM: `hsm.` and the refusal's reason code -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "hsm.check-value": (
        "密钥校验值不符，密钥未装入。请两端重新装入主密钥后再签到",
        "A key check value is wrong, no key was loaded. Load the master key again on both sides, then sign in",
    ),
    "hsm.component": (
        "密钥分量有误。请各保管员核对后重新输入",
        "A key component is wrong. Each custodian checks and enters theirs again",
    ),
    "hsm.key-block": (
        "密钥块损坏、被改动或不属于本机主密钥。请从密钥库重取或重新装入密钥",
        "A key block is torn, altered or of another master key. Take it from the key store again or form the key again",
    ),
    "hsm.key-length": (
        "密钥长度与算法不符。请检查密钥方案设置",
        "The key's length does not fit its algorithm. Check the key layout that is set",
    ),
    "hsm.key-usage": (
        "密钥用途不符，操作被拒绝。请检查密钥配置",
        "The key was made for another use. Check which key is configured here",
    ),
    "hsm.mac-algorithm": (
        "该密钥不支持所设的 MAC 算法。请检查线路设置",
        "The key does not make the MAC that is set. Check the line's MAC algorithm",
    ),
    "hsm.mac-data": (
        "没有可计算 MAC 的数据",
        "There is nothing to authenticate",
    ),
    "hsm.password-hash": (
        "存储的密码无法读取。请重新设置密码",
        "The stored password cannot be read. Set a new password",
    ),
    "hsm.pin-block": (
        "PIN 块无法解出本卡密码。请核对两端 PIN 密钥校验值和卡号",
        "The PIN block does not open to a PIN for this card. Compare the PIN key's check values and the card number",
    ),
    "hsm.pin-reference": (
        "存储的密码参考值不属于本卡。请重新设置该卡密码",
        "The stored PIN reference is not of this card. Set the card's PIN again",
    ),
    "hsm.production": (
        "软件加密机不能用于生产模式。请连接硬件加密机",
        "The software HSM does not run in production mode. Connect a payment HSM",
    ),
    "hsm.protected-text": (
        "加密保存的卡号损坏。请从备份恢复该记录",
        "A protected card number is altered. Restore the record from its backup",
    ),
    "hsm.track": (
        "磁道数据有误。请重新刷卡；若仍出现，请重新签到",
        "The track cannot be read. Swipe the card again; if it happens again, sign in again",
    ),
    "hsm.unknown-command": (
        "加密机没有此命令。请核对程序版本",
        "The HSM has no such command. Check the versions of the programs",
    ),
    "hsm.working-keys-layout": (
        "签到返回的密钥格式与设置不符。请两端设置相同的密钥方案",
        "The keys of the sign-in answer have another layout. Set the same key layout on both sides",
    ),
}
