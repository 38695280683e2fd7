"""Texts of signing on the pad: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "ask.signature": (
        "金额 {amount}：请持卡人在签名板上签名",
        "Amount {amount}: cardholder, sign on the pad",
    ),
    "screen.signature_empty": ("没有看到签名，请重新签名", "There is no signature to be seen: sign again"),
    "screen.signature_too_large": (
        "签名笔画过多，请简单一些，重新签名",
        "There is too much ink in it: sign again, with less",
    ),
    "screen.signature_needed": ("此笔须在签名板上签名", "This one is signed on the pad"),
    "screen.sign_on_paper": ("请在签购单上签名", "Sign on the slip"),
    "terminal.signature_refused": (
        "主机不保存凭证号 {stan} 的电子签名(应答码 {code})，请保管签购单",
        "the host does not keep the signature of voucher {stan} (code {code}): keep the slip",
    ),
    "terminal.signature_unreadable": (
        "凭证号 {stan} 的电子签名无法解密：{reason}",
        "the signature of voucher {stan} cannot be decrypted: {reason}",
    ),
    "front.hint_signature": ("请在签名板上签名，取消则在纸上签名", "Sign on the pad; Cancel: sign on paper"),
}
