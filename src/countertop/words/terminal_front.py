"""Texts of the terminal's front, in Chinese and English: its own screens and hints, and the rows of its menus."""

from countertop.words import terminal_links

__all__ = ["TEXTS"]

_FRONT = {
    "front.ready": ("请刷卡，或按确认进入菜单", "Swipe a card, or press Confirm for the menu"),
    "front.log_in_first": ("按任意键登录", "Press any key to log in"),
    "front.sign_in_first": ("终端已签退：请先签到", "Signed out: sign in first"),
    "front.locked": ("终端已锁定：按任意键解锁", "The terminal is locked: press any key to unlock"),
    "front.starting": ("正在启动", "Starting"),
    "front.self_test": ("正在自检", "Testing itself"),
    "front.working": ("请稍候", "Please wait"),
    "front.finish_first": ("请先完成当前操作", "Finish what is under way first"),
    "front.switch_off": ("确定关机？", "Switch off?"),
    "front.key_again": ("输入不符，请重新输入", "This does not fit: key it again"),
    "front.bar_operator": ("操作员 {operator}", "Operator {operator}"),
    "front.bar_offline": ("未连接", "No line"),
    "front.bar_battery": ("电量 {percent}%", "Battery {percent}%"),
    "front.bar_battery_low": ("电量低 {percent}%，请充电", "Battery low, {percent}%: charge it"),
    "front.bar_printer_paper_out": ("缺纸", "No paper"),
    "front.bar_printer_silent": ("打印机无响应", "Printer silent"),
    "front.bar_printer_absent": ("无打印机", "No printer"),
    "front.bar_batch": ("批次 {batch}", "Batch {batch}"),
    "front.bar_owed": ("待冲正 {count} 笔", "{count} to reverse"),
    "front.bar_stored": ("待上送 {count} 笔", "{count} to tell the host"),
    "front.bar_locked_by_host": ("已被主机锁定", "Locked by the host"),
    "front.bar_unseen": ("未取签购单 {count} 张", "{count} slips to collect"),
    "front.operator_cashier": ("{operator} 收银员", "{operator} cashier"),
    "front.operator_supervisor": ("{operator} 主管", "{operator} supervisor"),
    "front.operator_manager": ("{operator} 系统管理员", "{operator} system manager"),
    **{
        f"front.totals_{group}_{side}": (
            f"{group_zh}{side_zh} {{count}} 笔 {{amount}}",
            f"{group_en} {side_en}: {{count}}, {{amount}}",
        )
        for group, group_zh, group_en in (
            ("domestic", "内卡", "Domestic"),
            ("foreign", "外卡", "Foreign"),
            ("codes", "扫码", "QR"),
        )
        for side, side_zh, side_en in (("debit", "借记", "debit"), ("credit", "贷记", "credit"))
    },
    "front.transaction_row": ("{voucher}  {amount}  {card}", "{voucher}  {amount}  {card}"),
    "front.hint_idle": ("确认=菜单，数字=直接进入", "Confirm: menu; digit: short cut"),
    "front.hint_power": ("长按电源=关机", "Hold power: off"),
    "front.hint_menu": ("数字或上下键加确认选择，取消=返回", "Digit, or arrows and Confirm; Cancel: back"),
    "front.hint_any_key": ("按任意键返回", "Press any key"),
    "front.hint_pages": ("上下键翻页，其他键返回", "Arrows: pages; any other key: back"),
    "front.too_short": ("位数不足", "More digits are needed"),
    "front.no_amount": ("金额须大于零", "An amount is above zero"),
    "front.hint_amount": ("从右输入到分，清除=退一位", "Enters from the right, in fen; Clear: one digit back"),
    "front.hint_digits": ("确认=完成，清除=退一位，取消=返回", "Confirm: done; Clear: one digit back; Cancel: leave"),
    "front.hint_text": ("功能键=换字母，确认=完成", "Function: next letter on the key; Confirm: done"),
    "front.hint_pin": ("请持卡人在密码键盘上输入", "The customer keys it on the PIN pad"),
    "front.hint_yes_no": ("确认=是，取消=否", "Confirm: yes; Cancel: no"),
    "front.hint_choice": ("按数字选择", "Press the digit"),
    "front.hint_card": ("取消=返回", "Cancel: leave"),
    "front.hint_keyed_card": (
        "也可输入卡号；确认=完成，清除=退一位",
        "Or key the number; Confirm: done; Clear: one digit back",
    ),
    "front.hint_expiry": ("年月四位，卡上没有则直接确认", "Four digits; Confirm alone if the card has none"),
    "front.pan_short": ("卡号为 13 至 19 位", "A card number has 13 to 19 digits"),
    "front.check_digit": ("卡号有误：校验位不符，请核对", "This is no card number (check digit): compare it"),
    "front.expiry_form": ("有效期为年月四位，例如 3012", "An expiry is year and month, such as 3012"),
    "ask.expiry": ("请输入有效期(YYMM)", "Key the expiry (YYMM)"),
}

_MENU = {
    "menu.main": ("主菜单", "Main menu"),
    "menu.sale": ("消费", "Sale"),
    "menu.void": ("撤销", "Void"),
    "menu.refund": ("退货", "Refund"),
    "menu.preauthorisations": ("预授权", "Pre-authorisation"),
    "menu.preauthorisation": ("预授权", "Pre-authorisation"),
    "menu.preauthorisation_void": ("预授权撤销", "Pre-authorisation void"),
    "menu.completion": ("预授权完成(请求)", "Completion (request)"),
    "menu.completion_void": ("预授权完成撤销", "Completion void"),
    "menu.completion_advice": ("预授权完成(通知)", "Completion (advice)"),
    "menu.balance": ("余额查询", "Balance"),
    "menu.print": ("打印", "Print"),
    "menu.print_last": ("重打上一笔", "Last slip again"),
    "menu.print_any": ("按凭证号重打", "Any slip by voucher"),
    "menu.print_detail": ("交易明细", "Transactions"),
    "menu.print_totals": ("交易汇总", "Totals"),
    "menu.print_last_settlement": ("重打结算单", "Last settlement again"),
    "menu.manage": ("管理", "Manage"),
    "menu.sign_in": ("签到", "Sign in"),
    "menu.sign_out": ("签退", "Sign out"),
    "menu.operators": ("操作员管理", "Operators"),
    "menu.echo": ("回响测试", "Echo test"),
    "menu.self_test": ("自检", "Self-test"),
    "menu.settlement": ("结算", "Settle"),
    "menu.download": ("参数下载", "Parameter download"),
    "menu.initialisation": ("首次初始化", "First-time initialisation"),
    "menu.log_out": ("操作员退出", "Log out"),
    "menu.lock_terminal": ("锁定终端", "Lock the terminal"),
    "menu.change_password": ("修改密码", "Change password"),
    "menu.list_operators": ("查询操作员", "List operators"),
    "menu.add_operator": ("增加操作员", "Add an operator"),
    "menu.remove_operator": ("删除操作员", "Delete an operator"),
    "menu.reset_password": ("重置密码", "Reset a password"),
    "menu.unlock": ("操作员解锁", "Unlock an operator"),
    "menu.qr": ("扫码支付", "QR payments"),
    "menu.qr_sale": ("扫码消费", "QR sale"),
    "menu.qr_void": ("扫码撤销", "QR void"),
    "menu.qr_refund": ("扫码退货", "QR refund"),
    "menu.others": ("其他交易", "Other transactions"),
    "menu.transfer": ("转账", "Transfer"),
    "menu.offline_post": ("离线结算", "Offline post"),
    "menu.adjustment": ("结算调整", "Adjustment"),
    "menu.tip_adjustment": ("小费调整", "Tip"),
    "menu.send_stored": ("上送离线交易", "Tell the host what is stored"),
    "menu.diagnose": ("故障诊断", "Find a fault"),
    "menu.other_faults": ("其他故障", "Other faults"),
}

_COMPLAINTS = {
    "complaint.no_power": ("开不了机或突然关机", "Does not start, or stops"),
    "complaint.cannot_read_card": ("读不了卡", "Cannot read cards"),
    "complaint.cannot_read_fingerprint": ("读不了指纹", "Cannot read fingerprints"),
    "complaint.cannot_reach_bank": ("连不上银行", "Cannot reach the bank"),
    "complaint.wrong_date": ("日期时间不对", "Date or time is wrong"),
    "complaint.paper": ("打印不出", "Does not print"),
    "complaint.keys_lost": ("密钥丢失", "Keys lost"),
    "complaint.mac_error": ("报文鉴别错", "MAC errors"),
    "complaint.batch_full": ("批次已满", "The batch is full"),
    "complaint.disk_reserve": ("存储空间不足", "No room left to store"),
    "complaint.wrong_place": ("提示位置或机具不符", "Refused for its place or machine"),
}

_ROUTES = {
    f"front.bar_{name.removeprefix('link.')}": texts
    for name, texts in terminal_links.TEXTS.items()
    if name.startswith("link.")
}

TEXTS: dict[str, tuple[str, str]] = {**_FRONT, **_MENU, **_COMPLAINTS, **_ROUTES}
