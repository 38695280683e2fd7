"""Labels on slips (签购单), in Chinese and English; brands are drawn neutrally."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "slip.demo": ("*** 演示 ***", "*** DEMO ***"),
    "slip.title": ("POS签购单", "POS SALES SLIP"),
    "slip.merchant_copy": ("商户存根", "MERCHANT COPY"),
    "slip.cardholder_copy": ("持卡人存根", "CARDHOLDER COPY"),
    "slip.duplicate": ("重打印凭证", "DUPLICATE"),
    "slip.merchant_name": ("商户名", "MERCHANT NAME"),
    "slip.merchant_id": ("商户编号", "MERCHANT NO"),
    "slip.terminal_id": ("终端号", "TERMINAL NO"),
    "slip.operator": ("操作员号", "OPERATOR NO"),
    "slip.acquirer": ("收单行", "ACQUIRER"),
    "slip.issuer": ("发卡行", "ISSUER"),
    "slip.card": ("卡号", "CARD NO"),
    "slip.kind": ("交易类别", "TRANS TYPE"),
    "slip.kind_sale": ("消费", "SALE"),
    "slip.kind_void": ("消费撤销", "VOID"),
    "slip.batch_number": ("批次号", "BATCH NO"),
    "slip.voucher_number": ("凭证号", "VOUCHER NO"),
    "slip.approval_code": ("授权码", "AUTH NO"),
    "slip.rrn": ("参考号", "REFER NO"),
    "slip.moment": ("日期/时间", "DATE/TIME"),
    "slip.amount": ("交易金额", "AMOUNT"),
    "slip.old_voucher": ("原凭证号", "OLD VOUCHER"),
    "slip.supervisor": ("主管号", "SUPERVISOR NO"),
    "slip.remark": ("备注", "REFERENCE"),
    "slip.signature": ("持卡人签名", "CARDHOLDER SIGNATURE"),
    "slip.acknowledgement": (
        "本人确认以上交易，同意将其记入本卡账户",
        "I ACKNOWLEDGE SATISFACTORY RECEIPT OF RELATIVE GOODS/SERVICES",
    ),
    "slip.failure_title": ("冲正失败单", "REVERSAL NOT ACKNOWLEDGED"),
    "slip.failure_text": (
        "结果未知。终端会继续冲正，请勿交货；长时间不成功请致电收单机构。",
        "THE OUTCOME IS UNKNOWN. THE TERMINAL GOES ON REVERSING: HAND OVER NO GOODS. IF IT LASTS, CALL THE ACQUIRER.",
    ),
}
