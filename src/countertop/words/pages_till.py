"""Texts of the till API: what it is, what it does, what it answers; and of its keys. In Chinese and English."""

__all__ = ["TEXTS"]

_PAGE = {
    "till.about": (
        (
            "收银软件经本机 HTTP 请求终端收款，并了解结果。每个请求由收银软件自编一个编号(UUID)：同一编号、同一内容，"
            "无论请求多少次、期间程序或终端是否重启，结果都相同，绝不重复扣款。刷卡和密码只在终端上进行，"
            "收银软件看不到。"
        ),
        (
            "Software of a cash register asks the terminal for payments over HTTP on this machine, and learns what "
            "came of them. Each request has an id of the till's own, a UUID: the same id with the same content gives "
            "the same result, however often it is asked and whatever was restarted meanwhile, and never charges "
            "twice. Cards and PINs are taken at the terminal; a till never sees them."
        ),
    ),
    "till.following": (
        "WebSocket {path}(同样须带密钥)在每次变化时发送 payment，直到有最终结果。",
        "The WebSocket {path} (with the same key) sends the payment at every change, until it is final.",
    ),
    "till.page.start": ("开始使用", "Getting started"),
    "till.page.key": (
        (
            "每个请求须带收银机密钥(Bearer)：用 `countertop till-key add 名称` 生成，只显示一次；演示模式启动时会显示"
            "一个。演示模式下请求内容可带 `demo`，由演示的顾客和收银员自动应答，无人值守也能完成。"
        ),
        (
            "Every request carries the till's key as a bearer token: `countertop till-key add NAME` makes one and "
            "shows it once; in demo mode one is shown at the start. In demo mode a request may carry `demo`: then the "
            "demonstration's customer and cashier answer by themselves, and nobody need stand at the terminal."
        ),
    ),
    "till.page.document": ("OpenAPI 文档", "The OpenAPI document"),
    "till.page.following": ("跟踪进展", "Following"),
    "till.page.statuses": ("交易状态", "What is known of a payment"),
    "till.page.problems": ("出错时", "Problems"),
    "till.page.code": ("代码", "Code"),
    "till.page.meaning": ("含义和处理办法", "What it means, and what to do"),
    "till.tag.payments": ("交易", "Payments"),
    "till.tag.slips": ("签购单", "Slips"),
    "till.tag.settlements": ("结算", "Settlements"),
    "till.tag.terminal": ("终端", "Terminal"),
}

_OPERATIONS = {
    "till.op.start": (
        "发起消费、撤销或退货；再次请求只返回结果(200)",
        "Ask for a sale, a void or a refund; asked again it only tells the result (200)",
    ),
    "till.op.last": ("查询最近一笔交易", "What came of the newest payment"),
    "till.op.newest": ("查询最近二十笔交易", "The newest twenty requests of tills"),
    "till.op.look": ("查询一笔交易的结果", "What came of a payment"),
    "till.op.cancel": (
        "取消尚未发送的交易；等待顾客扫码时也可取消，已发送的随后冲正",
        "Leave a payment while nothing has been sent; one that waits for a customer's telephone is then reversed",
    ),
    "till.op.slip_lines": (
        "签购单各行文字(标明重印)",
        "A copy of the slip as rows of text, marked as a duplicate",
    ),
    "till.op.slip": ("签购单文件(标明重印)", "A copy of the slip as a file, marked as a duplicate"),
    "till.op.settle": ("发起结算", "Ask for the settlement of the batch"),
    "till.op.settlements": ("最近的结算", "The newest settlements of the terminal"),
    "till.op.settlement": ("查询一次结算的结果", "What came of a settlement that a till asked for"),
    "till.op.terminal": ("查询终端状态", "Where the terminal stands"),
    "till.example.terminal": ("终端能否收款", "Whether the terminal is ready"),
    "till.example.sale": ("刷卡消费 12.50 元", "A sale of 12.50 by card"),
    "till.example.look": ("查询结果", "What came of it"),
    "till.example.slip_lines": ("持卡人联文字", "The cardholder's copy as text"),
    "till.example.slip": ("商户联图片", "The merchant's copy as a picture"),
    "till.example.void": ("撤销这笔消费", "Take it back"),
    "till.example.again": ("重复同一请求", "The same request again"),
    "till.example.void_by_voucher": ("按凭证号撤销", "Take a sale back by its voucher number"),
    "till.example.other_sale": ("消费 30.00 元", "A sale of 30.00"),
    "till.example.refund": ("退货 5.00 元", "Give 5.00 of it back"),
    "till.example.refund_by_reference": ("按参考号退货", "Give back by the reference on a slip"),
    "till.example.shop_code": ("顾客扫商户码支付 8.80 元", "8.80 by the shop's code, which the customer scans"),
    "till.example.cancel": ("不再等待顾客", "Wait for the customer no longer"),
    "till.example.newest": ("最近的交易", "The newest requests"),
    "till.example.last": ("最近一笔", "The newest one"),
    "till.example.settle": ("结算", "Settle the batch"),
    "till.example.settlement": ("结算结果", "What came of it"),
    "till.example.settlements": ("历次结算", "Settlements so far"),
}

_PROMPTS = {
    "till.prompt.card": ("请在终端刷卡", "Swipe the card at the terminal"),
    "till.prompt.confirm_card": ("请在终端核对卡号", "Compare the card number at the terminal"),
    "till.prompt.pin": ("顾客正在输入密码", "The customer keys the PIN"),
    "till.prompt.payment_code": ("请在终端扫描顾客的付款码", "Scan the customer's code at the terminal"),
    "till.prompt.account": ("请在终端选择卡种", "Choose the kind of card at the terminal"),
    "till.prompt.amount": ("请在终端输入金额", "Key the amount at the terminal"),
    "till.prompt.log_in": ("请操作员在终端登录", "An operator logs in at the terminal"),
    "till.prompt.supervisor": ("请主管在终端输入密码", "A supervisor keys a password at the terminal"),
    "till.prompt.print_next": ("终端询问是否打印下一联", "The terminal asks whether to print the next copy"),
    "till.prompt.cashier": ("请看终端屏幕", "See the screen of the terminal"),
    "till.status.waiting": ("终端正在受理，尚未发送", "People are at it at the terminal; nothing has been sent"),
    "till.status.sent": ("已发送，等待应答", "Sent; the answer is awaited"),
    "till.status.waiting_for_customer": ("等待顾客用手机支付", "The customer pays with a telephone"),
    "till.status.approved": ("成功", "Approved"),
    "till.status.declined": ("被拒绝，没有扣款", "Declined; nothing is charged"),
    "till.status.not_charged": ("没有开始或没有发送，没有扣款", "Never begun, or never sent; nothing is charged"),
    "till.status.reversing": ("结果未知，正在冲正", "The outcome is unknown; it is being reversed"),
    "till.status.reversed": ("已冲正，没有扣款", "Reversed; nothing is charged"),
    "till.status.repeating": ("结果未知，正在重发查明", "The outcome is unknown; it is sent again until it is known"),
    "till.status.settled_by_people": ("由收单机构人工处理，见 settled_as", "Settled by people; see settled_as"),
}

_PROBLEMS = {
    "till.problem.not_understood": ("请求不符合规定", "The request does not fit"),
    "till.advice.not_understood": (
        "请对照接口文档修改 where 所指之处",
        "Compare the place in `where` with the document",
    ),
    "till.problem.key_wanted": ("没有密钥，或密钥不对", "There is no key, or not a right one"),
    "till.advice.key_wanted": (
        "请带上密钥(Authorization: Bearer)；用 `countertop till-key add 名称` 生成",
        "Send the till's key as a bearer token; `countertop till-key add NAME` makes one",
    ),
    "till.problem.too_long": ("请求内容过长", "The request is too long"),
    "till.advice.too_long": ("请缩短内容", "Send less"),
    "till.problem.too_many": ("请求过于频繁", "Too many requests"),
    "till.advice.too_many": ("请稍候再试；跟踪交易请用 WebSocket", "Wait a second; follow payments by the WebSocket"),
    "till.problem.no_such_address": ("没有此地址", "There is no such address"),
    "till.advice.no_such_address": ("请对照接口文档", "Compare it with the document"),
    "till.problem.no_such_method": ("此地址不支持该方法", "This address does not know the method"),
    "till.advice.no_such_method": ("请对照接口文档", "Compare it with the document"),
    "till.problem.no_such_request": ("没有用此编号请求过", "Nothing was ever asked under this id"),
    "till.advice.no_such_request": ("可用此编号发起请求", "You may ask under it now"),
    "till.problem.no_such_slip": ("没有签购单", "There is no slip"),
    "till.advice.no_such_slip": ("只有成功的交易才有签购单", "Only approved payments have slips"),
    "till.problem.other_content": ("此编号已用于其他内容", "This id was used with other content"),
    "till.advice.other_content": ("新的请求请用新的编号", "Use a new id for a new request"),
    "till.problem.too_late": ("现在不能取消", "It cannot be cancelled now"),
    "till.advice.too_late": ("请查询结果；成功后可撤销", "Look at what comes of it; an approved sale can be voided"),
    "till.problem.no_such_original": ("原交易不存在或未成功", "The original is not there, or was not approved"),
    "till.advice.no_such_original": ("请核对原交易的编号", "Check the original's id"),
    "till.problem.original_settled": (
        "原交易的批次已结算，不能撤销",
        "The original's batch is settled: no void any more",
    ),
    "till.advice.original_settled": ("请改用退货", "Ask for a refund"),
    "till.problem.not_taken": (
        "终端没有接受请求，没有扣款",
        "The terminal did not take the request; nothing is charged",
    ),
    "till.advice.not_taken": ("请看终端屏幕，然后用同一编号再试", "See its screen, then ask again under the same id"),
    "till.problem.no_such_card": ("演示钱包里没有这张卡", "There is no such card in the demo's wallet"),
    "till.advice.no_such_card": ("请用终端页面上显示的卡名", "Use a name that the terminal's page shows"),
    "till.problem.only_demo": ("demo 只在演示模式下可用", "`demo` is for demo mode only"),
    "till.advice.only_demo": ("请去掉 demo，由顾客和收银员在终端操作", "Leave it out: people act at the terminal"),
    "till.problem.terminal_busy": ("终端正在使用", "Somebody is using the terminal"),
    "till.advice.terminal_busy": ("请稍后用同一编号再试", "Ask again in a moment under the same id"),
    "till.problem.terminal_not_ready": ("终端现在不能受理", "The terminal takes no request now"),
    "till.advice.terminal_not_ready": (
        "请按终端提示处理，然后用同一编号再试",
        "Mend at the terminal what it says, then ask again under the same id",
    ),
    "till.problem.terminal_off": ("终端已关机", "The terminal is switched off"),
    "till.advice.terminal_off": ("请先开机", "Switch it on"),
    "till.problem.terminal_gone": ("终端程序没有应答", "The terminal's program does not answer"),
    "till.advice.terminal_gone": (
        "请启动终端，然后用同一编号查询：不要换编号重做",
        "Start it, then look under the same id: do not do it anew under another one",
    ),
}

_KEYS = {
    "help.till-key": ("收银软件的密钥", "keys of the software of cash registers"),
    "help.till-key-add": ("生成一个密钥，只显示一次", "make a key and show it once"),
    "help.till-key-list": ("列出有密钥的收银机", "list the tills that have a key"),
    "help.till-key-remove": ("作废一个密钥", "let a till in no more"),
    "help.till-key-name": ("收银机名称", "what the till is called"),
    "till.key": ("收银机 {name} 的密钥(只显示这一次)：{key}", "key of till {name} (shown this once): {key}"),
    "till.demo-key": ("收银接口演示密钥：{key}", "Demo key of the till API: {key}"),
    "till.removed": ("收银机 {name} 的密钥已作废", "the key of till {name} is good no more"),
    "till.bad-name": (
        "名称须为 1 至 40 个字符，首尾无空格",
        "a name has 1 to 40 characters and no spaces around it",
    ),
    "till.taken": (
        "收银机 {name} 已有密钥：先用 till-key remove 作废",
        "till {name} has a key already: take it away with `till-key remove` first",
    ),
    "till.none-such": ("没有名为 {name} 的收银机", "there is no till called {name}"),
    "till.unreadable": ("无法读取 {path}({reason})", "{path} cannot be read ({reason})"),
}

TEXTS: dict[str, tuple[str, str]] = {**_PAGE, **_OPERATIONS, **_PROMPTS, **_PROBLEMS, **_KEYS}
