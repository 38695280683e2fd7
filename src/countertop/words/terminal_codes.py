"""Texts of payments by code at the terminal: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "ask.payment_code": ("金额 {amount}，请扫顾客的付款码", "Amount {amount}: scan the customer's payment code"),
    "screen.customer_pays": (
        "金额 {amount}，请顾客在手机上确认付款",
        "Amount {amount}: the customer confirms on the telephone",
    ),
    "screen.code_shown": (
        "金额 {amount}，请顾客扫收款码：{code_text}",
        "Amount {amount}: the customer scans this code: {code_text}",
    ),
    "screen.code_of_shop": (
        "这是商户的收款码，请扫顾客的付款码",
        "This is a shop's code: scan the payment code that the customer shows",
    ),
    "screen.code_of_card": (
        "这是银行卡二维码(EMVCo)，本机未开通，请顾客换付款码",
        "This is a card scheme's code (EMVCo), which is not taken here: ask for a wallet's payment code",
    ),
    "screen.code_unknown": (
        "这不是付款码，请顾客打开钱包的付款码",
        "This is no payment code: the customer opens that page of the wallet",
    ),
    "screen.code_unreadable": ("没有扫到付款码，请再扫一次", "The scan holds no code: scan again"),
    "screen.code_not_scanned": ("未取得付款码，交易未开始", "No payment code was scanned; nothing was begun"),
    "menu.qr_query": ("扫码查询", "QR query"),
    "screen.qr_open": ("凭证号 {voucher}：顾客尚未付款", "Voucher {voucher}: the customer has not paid yet"),
    "screen.qr_paid": ("凭证号 {voucher}：已付款", "Voucher {voucher}: paid"),
    "screen.qr_not_paid": ("凭证号 {voucher}：未付款({code})", "Voucher {voucher}: not paid ({code})"),
    "screen.qr_given_up": ("凭证号 {voucher}：不再等待，正在冲正", "Voucher {voucher}: given up, it will be reversed"),
    "screen.qr_nothing_open": ("没有等待顾客付款的交易", "No customer is waited for"),
    "advice.other_code": ("请顾客刷新付款码，或换其他支付方式", "Ask for a fresh code, or take another way to pay"),
    "response.qr_05": ("顾客未同意付款", "The customer declined"),
    "response.qr_12": ("这笔扫码支付不能这样处理", "This cannot be done with that payment by code"),
    "response.qr_14": ("付款码无效", "The payment code is not known"),
    "response.qr_25": ("没有这笔扫码支付", "There is no such payment by code"),
    "response.qr_40": ("本商户不收这个钱包的付款码", "Codes of that wallet are not taken here"),
    "response.qr_51": ("顾客钱包余额不足", "The customer's wallet holds too little"),
    "response.qr_54": ("付款码已过期，请顾客刷新", "The payment code has expired: ask for a new one"),
    "response.qr_57": ("付款码已用过，请顾客刷新", "The payment code was used before: ask for a new one"),
    "response.qr_62": ("顾客的钱包账户被停用", "The customer's wallet is blocked"),
    "response.qr_68": ("顾客未在时限内付款", "The customer did not pay in time"),
    "response.qr_91": ("钱包繁忙，请稍后重试", "The wallet is busy, try later"),
    "response.qr_92": ("收单机构连不上钱包，请稍后重试", "The acquirer cannot reach the wallet, try later"),
    "response.qr_98": ("钱包没有应答", "The wallet did not answer"),
    "menu.qr_show": ("出示收款码", "Show a code"),
    "slip.kind_qr_sale": ("扫码消费", "QR SALE"),
    "slip.kind_qr_void": ("扫码撤销", "QR VOID"),
    "slip.kind_qr_refund": ("扫码退货", "QR REFUND"),
    "slip.payment_code": ("付款码", "PAYMENT CODE"),
    "slip.wallet_number": ("钱包单号", "WALLET NO"),
}
