"""Texts of the acquirer host: message id -> (Chinese, English)."""

from countertop.words import acquirer_management, acquirer_refunding, acquirer_settlement, acquirer_wallet

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    **acquirer_settlement.TEXTS,
    **acquirer_management.TEXTS,
    **acquirer_wallet.TEXTS,
    **acquirer_refunding.TEXTS,
    "acquirer.acknowledged-again": (
        "转接中心再次应答了已了结的冲正，无需处理",
        "The switch acknowledged a reversal that was already closed; nothing to do",
    ),
    "acquirer.answer-unknown": (
        "转接中心的应答(参考号 {rrn})找不到对应交易，已忽略",
        "An answer of the switch (reference {rrn}) belongs to no transaction of ours; ignored",
    ),
    "acquirer.card-sealed": (
        "参考号 {rrn} 的卡号无法解密，冲正未能发出；请检查本地主密钥是否为建库时的那一把",
        "The card number of {rrn} cannot be opened, so its reversal is not sent; is this the store's own master key?",
    ),
    "acquirer.conflict": (
        "终端 {terminal_id} 用同一流水号 {stan} 发来不同内容，已拒绝(94)；请核查该终端",
        "Terminal {terminal_id} sent other content under trace {stan}; refused (94). Look at that terminal",
    ),
    "acquirer.dial-failed": (
        "拨不通转接中心({reason})，将再拨",
        "The switch cannot be reached ({reason}); dialling again",
    ),
    "acquirer.command-text": (
        "message 须附文字(最多 120 字节)，其他指令不带文字",
        "A message takes a text (120 bytes at most), the other commands take none",
    ),
    "acquirer.instruction-ended": (
        "终端 {terminal_id} 的指令 {verb} 已了结：{outcome}",
        "The command {verb} for terminal {terminal_id} has ended: {outcome}",
    ),
    "acquirer.instruction-given": (
        "{by} 向终端 {terminal_id} 下达指令 {verb}",
        "{by} gave terminal {terminal_id} the command {verb}",
    ),
    "acquirer.no-such-command": ("没有这个指令；可用：{verbs}", "There is no such command; there are: {verbs}"),
    "acquirer.no-such-retrieval": ("没有调单 {number}", "There is no retrieval request {number}"),
    "acquirer.no-such-slip": ("参考号 {rrn} 没有签购单", "There is no slip of {rrn}"),
    "acquirer.retrieval-answered": ("调单 {number} 已答复", "Retrieval request {number} was answered before"),
    "acquirer.retrieval-not-open": (
        "调单 {number} 尚未答复或已关闭",
        "Retrieval request {number} is not answered yet, or closed already",
    ),
    "acquirer.retrieval-opened": ("调单 {number}：参考号 {rrn}", "Retrieval request {number} for {rrn}"),
    "acquirer.slips-need": (
        "请给出参考号、卡号或卡令牌、凭证号、金额或日期(YYYYMMDD)之一；可再加终端号或商户号",
        "Name a reference, card, voucher, amount or date (YYYYMMDD), and, to narrow it down, a terminal or merchant",
    ),
    "acquirer.shop-needs-merchant": ("请给出已登记的商户号", "Name a registered merchant"),
    "acquirer.shop-form": (
        "条件有误：日期为 YYYYMMDD，金额为分，卡号给后四位，其余为文字",
        "Something is of another form: days are YYYYMMDD, amounts minor units, of a card its last four digits",
    ),
    "acquirer.no-such-transaction": ("没有参考号为 {rrn} 的交易", "There is no transaction {rrn}"),
    "acquirer.no-such-batch": ("没有该批次，或尚未结算", "There is no such batch, or it is not closed yet"),
    "acquirer.no-such-scope": (
        "没有范围 {scope}；可用：all、group：名称、终端号",
        "There is no scope {scope}; it is all, group:NAME or a terminal's number",
    ),
    "acquirer.parameters-downloaded": (
        "终端 {terminal_id} 已下载参数，版本 {version}",
        "Terminal {terminal_id} has downloaded its parameters, version {version}",
    ),
    "acquirer.wrong-parameter": ("参数有误：{reason}", "These are no parameters: {reason}"),
    "acquirer.no-such-terminal": (
        "终端 {terminal_id} 未登记；terminals 列出已登记的终端",
        "Terminal {terminal_id} is not registered; `terminals` lists those that are",
    ),
    "acquirer.terminal-broken": (
        "终端 {terminal_id} 报告部件故障：{parts}",
        "Terminal {terminal_id} says that parts of it fail: {parts}",
    ),
    "acquirer.who-asks": ("请写明经办人", "Say who asks for it"),
    "acquirer.keys-refused": (
        "不能为终端 {terminal_id} 生成工作密钥({reason})；请重新注入其主密钥",
        "Working keys for terminal {terminal_id} cannot be made ({reason}); load its master key again",
    ),
    "acquirer.late-answer": (
        "参考号 {rrn} 迟到应答 {response_code}，已登记，不作承兑",
        "Late answer {response_code} for {rrn} recorded; it approves nothing",
    ),
    "acquirer.line-lost": (
        "与转接中心断线({reason})，将再拨",
        "The line to the switch is gone ({reason}); dialling again",
    ),
    "acquirer.line-of-another": (
        "线路 {line} 的证书属于 {identity}，却发来终端 {terminal_id} 的报文，已拒绝(97)；请核查该证书由谁持有",
        "Line {line} has the certificate of {identity}, its message is of {terminal_id}: refused (97); find out whose",
    ),
    "acquirer.no-request": (
        "线路 {line} 发来的 {mti} 不是请求，已忽略",
        "Line {line} sent a {mti}, which is no request; ignored",
    ),
    "acquirer.former-keys-dropped": ("旧区域密钥已停用", "The former zone keys are accepted no more"),
    "acquirer.no-zone-master-key": (
        "转接中心下发了新区域密钥，但本方没有区域主密钥，未采用；请先举行密钥仪式",
        "The switch sent new zone keys, but there is no zone master key to open them; hold a key ceremony first",
    ),
    "acquirer.not-signed-on": (
        "尚未向转接中心签到(当前 {link})，无从签退",
        "Not signed on to the switch (it is {link}), so there is nothing to sign off from",
    ),
    "acquirer.card-needs": (
        "请给出 card(完整卡号)、listed(真或假)和 code(拒绝应答码，如 04、41)",
        "Name card (the whole number), listed (true or false) and code (a refusal such as 04 or 41)",
    ),
    "acquirer.search-needs": (
        "text、after、merchant_id 应为文本，最多 60 个字符",
        "text, after and merchant_id are texts of at most 60 characters",
    ),
    "acquirer.limit-needs": (
        "请给出已登记的 merchant_id、largest 和 day(分，0 为不限)",
        "Name a registered merchant_id, and largest and day in minor units, 0 for no limit",
    ),
    "acquirer.permit-needs": (
        "请给出 holder(已登记的终端号或商户号)、kind({kinds})和 given(真或假)",
        "Name holder (a registered terminal or merchant), kind ({kinds}) and given (true or false)",
    ),
    "acquirer.prefix-needs": (
        "请给出 prefix(2 至 12 位卡号前缀)、listed(真或假)和 code(拒绝应答码，如 04、41)",
        "Name prefix (2 to 12 digits of card numbers), listed (true or false) and code (a refusal such as 04 or 41)",
    ),
    "acquirer.repetition-unanswered": (
        "转接中心对交易 {rrn} 已 {tries} 次未答，将继续重发",
        "The switch has not answered {rrn}, repeated {tries} times; it will be sent again",
    ),
    "acquirer.reversal-disagrees": (
        "终端 {terminal_id} 对流水号 {stan} 的冲正与原交易不符，已拒绝；请核查该终端",
        "Terminal {terminal_id} reverses trace {stan} with other content; refused. Look at that terminal",
    ),
    "acquirer.reversal-refused": (
        "转接中心拒绝冲正(参考号 {rrn}，应答码 {response_code})，仍欠，将再发",
        "The switch refused a reversal ({rrn}, code {response_code}); it stays owed and will be sent again",
    ),
    "acquirer.reversal-unanswered": (
        "参考号 {rrn} 的冲正已发 {tries} 次仍无应答；请联系转接中心",
        "The reversal of {rrn} was sent {tries} times without an acknowledgement; call the switch",
    ),
    "acquirer.sign-on-refused": (
        "转接中心拒绝签到({response_code})；请核对机构号与机构间密钥",
        "The switch refused the sign-on ({response_code}); compare institution ids and zone keys",
    ),
    "acquirer.signed-in": ("终端 {terminal_id} 签到", "Terminal {terminal_id} signed in"),
    "acquirer.signed-off": ("已向转接中心签退", "Signed off from the switch"),
    "acquirer.signed-on": (
        "已向转接中心签到，待冲正 {owed} 笔",
        "Signed on to the switch; {owed} reversals owed",
    ),
    "acquirer.signed-out": ("终端 {terminal_id} 签退", "Terminal {terminal_id} signed out"),
    "acquirer.started": (
        "主机启动：{undecided} 笔无结果交易转为待冲正，共欠冲正 {owed} 笔",
        "Host started: {undecided} transactions without an outcome will be reversed, {owed} reversals owed in all",
    ),
    "acquirer.stranger": (
        "线路 {line} 上的终端未登记(97)；请登记，或查明是谁",
        "A terminal that nobody registered called on line {line} (97); register it, or find out who it is",
    ),
    "acquirer.switch-ignored": (
        "转接中心发来无法使用的报文({what}，域 {field})，已忽略",
        "The switch sent a message that cannot be used ({what}, field {field}); ignored",
    ),
    "acquirer.switch-mac-wrong": (
        "转接中心 {mti} 报文鉴别码错，不予采信；请核对机构间密钥",
        "A {mti} of the switch has a wrong MAC and is not believed; compare the zone keys",
    ),
    "acquirer.switch-silent": (
        "转接中心未应答线路测试，已挂断再拨",
        "The switch did not answer the line test; hung up, dialling again",
    ),
    "acquirer.tombstone": (
        "终端 {terminal_id} 冲正了未到达的交易(流水号 {stan})，已立碑：原交易再到即拒绝",
        "Terminal {terminal_id} reversed trace {stan}, which never came; should it still come, it is declined",
    ),
    "acquirer.tombstone-hit": (
        "终端 {terminal_id} 的交易(流水号 {stan})晚于其冲正到达，已拒绝",
        "Trace {stan} of terminal {terminal_id} came after its own reversal and was declined",
    ),
    "acquirer.trace-needs-rrn": (
        "请给出参考号，例如 rrn=619900000001",
        "Give a reference number, such as rrn=619900000001",
    ),
    "acquirer.undecoded": (
        "线路 {line} 发来的报文在域 {field}(第 {offset} 字节)处无法解读",
        "A frame of line {line} cannot be read from field {field} (byte {offset}) on",
    ),
    "acquirer.unknown": (
        "参考号 {rrn} 结果不明({cause})，已答 98 并转为待冲正",
        "The outcome of {rrn} is unknown ({cause}); answered 98, its reversal is owed",
    ),
    "acquirer.unknown-verb": ("没有“{verb}”这一命令，可用：{verbs}", "There is no verb {verb}; use one of {verbs}"),
    "acquirer.wrong-answer": (
        "参考号 {rrn} 的应答 {response_code} 不可信，按无应答处理",
        "The answer {response_code} for {rrn} cannot be believed and counts as none",
    ),
    "acquirer.wrong-mac": (
        "终端 {terminal_id} 的请求(流水号 {stan})鉴别码不符，已拒绝；请查其线路上还有谁",
        "A request of terminal {terminal_id} (STAN {stan}) has a wrong MAC: refused. Look who else is on its line",
    ),
    "acquirer.wrong-limit": ("笔数须为 1 至 {most}", "The limit must be 1 to {most}"),
    "acquirer.zone-keys-answer": (
        "转接中心对更换区域密钥的请求答 {response_code}(00 即将下发，96 稍后再试，40 没有区域主密钥)",
        "The switch answers {response_code} to the wish for new zone keys (00 they come, 96 later, 40 no master key)",
    ),
    "acquirer.zone-keys-in-use": (
        "转接中心已启用新区域密钥，旧密钥并用一段时间后停用",
        "The switch uses the new zone keys; the former are accepted for a while",
    ),
    "acquirer.zone-keys-no-line": (
        "尚未向转接中心签到(当前 {link})，无从请求更换区域密钥",
        "Not signed on to the switch (it is {link}), so it cannot be asked for new zone keys",
    ),
    "acquirer.zone-keys-refused": (
        "转接中心下发的区域密钥不能采用({reason})，旧密钥照用；请核对双方区域主密钥的校验值",
        "The zone keys that the switch sent cannot be used ({reason}) and the old stay; compare the zone master keys",
    ),
    "acquirer.zone-keys-taken": (
        "新区域密钥已存妥并启用，旧密钥在转接中心改用新密钥前照收",
        "New zone keys are kept and used; the former are accepted until the switch uses the new ones too",
    ),
}
