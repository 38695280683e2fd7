"""Texts of the command line: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    # Help
    "help.countertop": (
        "整个刷卡柜台:终端、收单主机、转接中心和发卡行,都在这台机器上。先运行 countertop up。",
        "The whole card-payment counter on this machine: terminal, acquirer, switch, banks. Begin: `countertop up`.",
    ),
    "help.up": (
        "启动全部演示各方(首次运行时先建立),直到 Ctrl-C",
        "Start all parties of the demo (founded on the first run) until Ctrl-C",
    ),
    "help.found": ("建立各方的数据目录,但不启动", "Create the parties' data directories without starting them"),
    "help.found-directory": ("要建立的目录(须为空)", "the directory to create (must be empty)"),
    "help.found-tls": (
        "所有线路加密,双方出示本演示自建机构签发的证书",
        "encrypt all lines; both ends show certificates of an authority made for this house",
    ),
    "help.found-demo": (
        "建立演示数据:随机密钥,公开的卡和密码",
        "the demo world: random keys, known cards and passwords",
    ),
    "help.terminal": ("单独运行终端", "Run a terminal alone"),
    "help.acquirer": ("单独运行收单主机", "Run an acquirer host alone"),
    "help.switch": ("单独运行转接中心", "Run a switch alone"),
    "help.issuer": ("单独运行一家发卡行", "Run an issuing bank alone"),
    "help.wallet": ("单独运行钱包(扫码支付方)", "Run a wallet (QR payment provider) alone"),
    "help.wallet-code": ("顾客出示付款码", "A customer shows a fresh payment code"),
    "help.wallet-pay": ("顾客扫商户收款码付款", "A customer scans the shop's code and pays"),
    "help.wallet-confirm": ("顾客同意待确认的付款", "A customer agrees to the payment that the wallet asks about"),
    "help.wallet-decline": ("顾客拒绝待确认的付款", "A customer declines the payment that the wallet asks about"),
    "help.wallet-bill": ("钱包某日账单(默认今天)", "The wallet's bill of a day (today by default)"),
    "help.payer": ("钱包顾客,例如 lilei(默认第一位)", "customer of the wallet, such as lilei (the first by default)"),
    "help.code-text": ("商户收款码的内容(EMVCo 文本)", "text of the shop's code (EMVCo)"),
    "help.bill-date": ("日期 YYYYMMDD", "the day, YYYYMMDD"),
    "help.sign-in": ("签到:取得工作密钥和批次", "Sign in: fetch working keys and batch"),
    "help.sign-out": ("签退", "Sign out"),
    "help.sale": ("消费", "Sale"),
    "help.amount": ("金额,例如 12.50", "amount, such as 12.50"),
    "help.void": ("撤销:须主管密码和原凭证号", "Void: takes the supervisor's password and the original voucher number"),
    "help.voucher": ("签购单上的凭证号", "voucher number of the slip"),
    "help.acquirer-command": (
        "收单机构向终端下达指令;不写指令时列出已下达的",
        "Tell a terminal to do something; without a command, list what it was told",
    ),
    "help.commanded-terminal": ("终端号(8 位)", "the terminal's number (8 digits)"),
    "help.terminal-command": (
        "lock unlock message settle load-key status blacklist sign-in download 之一",
        "one of lock unlock message settle load-key status blacklist sign-in download",
    ),
    "help.command-text": ("message 的内容", "the text of a message"),
    "help.by": ("经办人", "who asks for it"),
    "commanding.given": (
        "指令 {number} 已下达:终端 {terminal} {command};终端下次联机时执行",
        "Command {number} given: terminal {terminal}, {command}; it is done when the terminal next calls",
    ),
    "commanding.open": ("未了结", "open"),
    "help.echo": ("线路测试", "Test the line to the host"),
    "help.slips": ("重印签购单(默认最近一笔)", "Print slips again (the last one by default)"),
    "help.status": ("各方状态、未决交易", "How the parties are, and what is open"),
    "help.trace": (
        "一笔交易在各方之间的每一跳,逐域显示(已屏蔽)",
        "Every hop of one transaction over all parties, field by field, masked",
    ),
    "help.transaction": ("凭证号(6 位)或参考号(12 位)", "voucher number (6 digits) or reference (12 characters)"),
    "help.cut-line": (
        "演示故障:终端发出下一个报文后线路中断",
        "A fault of the demo: the terminal's line breaks behind the next message it sends",
    ),
    "cut.armed": (
        "终端发出下一个报文后线路将中断",
        "the line will break behind the terminal's next message",
    ),
    "cut.only-demo": ("只有演示环境可以中断线路", "only a demo's line can be cut"),
    "help.doctor": ("检查机器、数据目录和各方,并给出办法", "Examine machine, data directory and parties, with cures"),
    "help.iso": ("8583 报文:解码、编码、核对向量", "ISO 8583 messages: decode, encode, check vectors"),
    "help.iso-decode": ("解码一条报文(十六进制、文件或 -)", "Decode a message (hexadecimal, a file, or -)"),
    "help.iso-encode": ("由 JSON 编码一条报文(文件或 -)", "Encode a message from JSON (a file, or -)"),
    "help.iso-vectors": ("核对向量文件,每条一行", "Check a file of vectors, one line each"),
    "help.dialect": ("报文规范:unionpay-pos 或 interbank", "the dialect: unionpay-pos or interbank"),
    "help.unmasked": ("显示卡号和磁道(仅限测试卡)", "show card numbers and tracks (test cards only)"),
    "help.simulate": ("在虚拟世界中按种子运行各方", "Run the parties in the made-up world, by seed"),
    "help.seed": ("只运行这一个种子", "run this seed alone"),
    "help.seeds": ("运行多少个种子", "how many seeds to run"),
    "help.first": ("第一个种子", "the first seed"),
    "help.planted": ("打开一个预埋的故障(可重复)", "switch a planted fault on (may be repeated)"),
    "help.sim-trace": ("逐行显示发生的事", "show what happens line by line"),
    "help.audit": ("在真实数据上核对全部不变量", "Check every invariant on the real data"),
    "help.at-rest": (
        "并要求没有未完成的工作(线路通、各方在、已过足够时间)",
        "and demand that no work is left (lines up, parties up, time enough)",
    ),
    "help.version": ("显示版本", "show the version"),
    "help.data": ("数据目录", "data directory"),
    "help.party-data": ("该方的数据目录", "the party's data directory"),
    "help.json": ("以 JSON 输出", "write JSON"),
    "help.language": ("语言:zh 或 en", "language: zh or en"),
    "help.set": (
        "覆盖一个设置项,如 settings.answer_timeout=30s(up 中前加方名)",
        "override a setting, such as settings.answer_timeout=30s (in `up` with the party's name in front)",
    ),
    "help.port-base": ("端口号起点;0 为任选空闲端口", "the first port number; 0 draws free ones"),
    "help.demo": (
        "用演示操作员、卡、密码和主管密码,不再询问",
        "use the demo operator, card, PIN and supervisor; ask nothing",
    ),
    "help.operator": ("操作员号", "operator number"),
    "help.password": ("操作员密码(可由 COUNTERTOP_PASSWORD 给出)", "operator password (or in COUNTERTOP_PASSWORD)"),
    "help.card": ("钱包里的卡名", "name of a card in the wallet"),
    "help.wallet-file": ("钱包文件", "wallet file"),
    "help.house-wallet": (
        "钱包文件,代替演示用的卡;只记下其路径",
        "wallet file, in place of the demo's cards; only its path is kept",
    ),
    "help.pin": ("持卡人密码(可由 COUNTERTOP_PIN 给出)", "the cardholder's PIN (or in COUNTERTOP_PIN)"),
    "help.supervisor-password": (
        "主管密码(可由 COUNTERTOP_SUPERVISOR_PASSWORD 给出)",
        "the supervisor's password (or in COUNTERTOP_SUPERVISOR_PASSWORD)",
    ),
    # up
    "up.founded": ("已建立演示数据:{path}(密钥在 {keys})", "founded a demo in {path} (keys in {keys})"),
    "up.address": ("{party} 在 {host}:{port} 接受连接({role})", "{party} listens on {host}:{port} ({role})"),
    "up.shop": ("商户 {merchant}({english}),终端 {terminal}", "merchant {merchant} ({english}), terminal {terminal}"),
    "up.people": (
        "操作员 {operator} 密码 {password},主管 {supervisor} 密码 {supervisor_password}(仅限演示)",
        "operator {operator} password {password}, supervisor {supervisor} password {supervisor_password} (demo only)",
    ),
    "up.next": ("在另一个窗口输入:", "type in another window:"),
    "up.alone": ("{party} 还没有连上对方,会继续尝试", "{party} has not reached its neighbour yet and goes on trying"),
    "found.only-demo": ("目前只能建立演示数据:加上 --demo", "only demo houses can be founded yet: add --demo"),
    "found.party": ("  countertop {kind} --data {path}", "  countertop {kind} --data {path}"),
    # Using the counter
    "cli.no-card": (
        "钱包里没有叫 {name} 的卡;有:{known}",
        "there is no card {name} in the wallet; it holds: {known}",
    ),
    "cli.wallet-of-standing-house": (
        "{path} 已经建立,其银行只认识建立时的卡",
        "{path} stands already; its banks know the cards they were founded with",
    ),
    "cli.bad-amount": ("金额 {text}:{reason}", "amount {text}: {reason}"),
    "cli.bad-pin": ("持卡人密码应为 4 至 12 位数字", "a PIN has 4 to 12 digits"),
    "cli.missing": (
        "缺少 {question} 的回答:加上 {flag},或用 --demo,或在终端窗口中运行",
        "no answer to {question}: add {flag}, or --demo, or run it in a terminal window",
    ),
    "cli.wrong-answer": ("输入不符合要求,请重新输入", "that does not fit; enter it again"),
    "cli.late": ("超时未输入", "too late"),
    "cli.choose-card": ("可用的卡:{known}", "cards at hand: {known}"),
    # status, trace
    "status.party": ("参与方", "party"),
    "status.state": ("状态", "state"),
    "status.address": ("地址", "address"),
    "status.lines": ("线路", "lines"),
    "status.in-flight": ("处理中", "in flight"),
    "status.owed": ("待冲正", "reversals owed"),
    "status.link-down": ("线路断开", "line down"),
    "status.link-dialling": ("拨号中", "dialling"),
    "status.link-signing-on": ("签到中", "signing on"),
    "status.link-up": ("线路正常", "line up"),
    "status.link-signing-off": ("签退中", "signing off"),
    "status.link-signed-off": ("已签退", "signed off"),
    "status.no-room": ("磁盘空间不足", "no room on the disk"),
    "status.unseen-slips": (
        "{party}：有 {count} 张签购单打印时无人在场(凭证号 {vouchers})，运行 countertop slips 查看",
        "{party}: {count} slips came out while nobody was there (vouchers {vouchers}); countertop slips shows them",
    ),
    "status.not-running": ("没有运行", "not running"),
    "status.serving": ("服务中", "serving"),
    "status.starting": ("启动中", "starting"),
    "trace.nothing": (
        "各方都没有交易 {transaction} 的记录:核对凭证号或参考号",
        "no party has a record of {transaction}: compare the voucher number or the reference",
    ),
    # simulate
    "simulate.broken": (
        "种子 {seed} 破坏了不变量;重放:countertop simulate --seed {seed} --trace",
        "seed {seed} breaks an invariant; play it again: countertop simulate --seed {seed} --trace",
    ),
    "simulate.held": (
        "种子 {seed}:{transactions} 笔交易,全部不变量成立,轨迹 {hash}",
        "seed {seed}: {transactions} transactions, every invariant holds, trace {hash}",
    ),
    "simulate.done": (
        "{seeds} 个种子,{broken} 个破坏不变量;{minutes} 虚拟分钟,用时 {seconds} 秒",
        "{seeds} seeds, {broken} broken; {minutes} virtual minutes in {seconds} seconds",
    ),
    "simulate.so-far": (
        "已完成 {seeds}/{all} 个种子,{broken} 个破坏不变量;{minutes} 虚拟分钟,用时 {seconds} 秒",
        "{seeds} of {all} seeds played, {broken} broken; {minutes} virtual minutes in {seconds} seconds",
    ),
    "simulate.tame": (
        "故障过于温和,以下情形从未出现:{unseen};对照 docs/simulation.md 检查哪类故障已失效",
        "the faults have become too tame, never seen: {unseen}; look at docs/simulation.md which fault has gone",
    ),
    # audit
    "audit.holds": (
        "{parties} 方、{records} 条记录:全部不变量成立",
        "{parties} parties, {records} records: every invariant holds",
    ),
    "audit.broken": (
        "{parties} 方、{records} 条记录:{findings} 处不变量被破坏;停止交易,保留数据目录并报告",
        "{parties} parties, {records} records: {findings} invariants broken; stop selling, keep the data, report it",
    ),
    # iso
    "iso.only-test-cards": (
        "这不是测试卡的报文:卡号和磁道仍然屏蔽",
        "this is no test card's message: card number and tracks stay masked",
    ),
    "iso.broken": ("报文有误:{fault}", "the message is broken: {fault}"),
    "iso.odd-digits": ("{count} 个十六进制数字不成整字节", "{count} hexadecimal digits are no whole bytes"),
    "iso.no-json": ("不是 JSON 对象", "that is no JSON object"),
    "iso.no-vectors": ("{path} 不是向量文件", "{path} is no file of vectors"),
    "iso.no-dialect": ("没有规范 {name};有:{known}", "there is no dialect {name}; there are {known}"),
    # doctor
    "doctor.python": ("Python {version}", "Python {version}"),
    "doctor.old-python": (
        "Python {version} 太旧:安装 3.11 或更高版本",
        "Python {version} is too old: install 3.11 or later",
    ),
    "doctor.clock": ("时钟 {time}(上海)", "the clock says {time} (Shanghai)"),
    "doctor.wrong-clock": ("时钟显示 {time},不可能正确:请校时", "the clock says {time}, which cannot be: set it"),
    "doctor.no-zones": (
        "没有时区数据:安装 tzdata 软件包",
        "time zones are missing: install the package tzdata",
    ),
    "doctor.files": ("可打开 {most} 个文件", "{most} files may be open"),
    "doctor.few-files": (
        "只能打开 {most} 个文件,连接会很快用完:提高 ulimit -n",
        "only {most} files may be open, so lines run out early: raise ulimit -n",
    ),
    "doctor.directory": ("数据目录 {path} 可写", "the data directory {path} can be written"),
    "doctor.new-directory": (
        "数据目录 {path} 还没有,countertop up 会建立它",
        "there is no data directory {path} yet; `countertop up` will make it",
    ),
    "doctor.space": ("{path} 尚有 {free} MiB 空间", "{free} MiB are free at {path}"),
    "doctor.no-space": (
        "{path} 只剩 {free} MiB 空间,至少要 {least}:腾出空间,或换目录(--data)",
        "only {free} MiB are free at {path}, and {least} are wanted: make room, or name another directory (--data)",
    ),
    "doctor.port": ("端口 {port} 空闲({role},{host})", "port {port} is free ({role} on {host})"),
    "doctor.keys": ("密钥目录 {path} 仅本人可读", "only you can read the key directory {path}"),
    "doctor.no-keys": (
        "密钥目录不在 {path};各方的 countertop.toml 可能另有所指",
        "there is no key directory {path}; the parties' countertop.toml may name another",
    ),
    "doctor.open-keys": (
        "密钥目录 {path} 他人可读:运行 chmod 700 {path}",
        "others can read the key directory {path}: run chmod 700 {path}",
    ),
    "doctor.running": (
        "{party} 正在服务(进程 {process},{lines} 条线路)",
        "{party} serves (process {process}, {lines} lines)",
    ),
    "doctor.not-running": (
        "{party} 没有运行:用 countertop up 启动",
        "{party} is not running: start it with `countertop up`",
    ),
    "doctor.not-ready": (
        "{party} 在运行但未就绪:查看其目录中的 log.jsonl",
        "{party} runs but is not ready: look into log.jsonl in its directory",
    ),
}
