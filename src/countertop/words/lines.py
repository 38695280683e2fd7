"""Texts of the machine room: lines between parties, desks, configuration; message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "line.refused": (
        "{role}：拒绝来自 {address} 的连接({reason})",
        "{role}: turned away a connection from {address} ({reason})",
    ),
    "line.dropped": (
        "线路 {line} 的对方不守帧格式或太慢({reason})，已断开",
        "hung up line {line}, whose other end sent what is no frame, or too slowly ({reason})",
    ),
    "log.suppressed": ("消息 {of} 另有 {count} 条未写入", "{count} more of {of} were not written"),
    "log.lost": ("有日志未能写入磁盘", "lines of the log could not be written to the disk"),
    # Parties and their machine
    "run.address-taken": (
        "端口 {port} 已被占用({role}，{host})：停止占用它的程序，或用 --port-base 换一组端口",
        "port {port} is in use ({role} on {host}): stop the program that uses it, or choose others with --port-base",
    ),
    "run.no-port": (
        "{first} 至 {last} 之间没有空闲端口：用 --port-base 指定",
        "no port is free between {first} and {last}: name others with --port-base",
    ),
    "run.address-wrong": (
        "不能在 {host}:{port} 上监听：{reason}；请在 countertop.toml 的 [listen] 中改为本机地址",
        "cannot listen on {host}:{port}: {reason}; name an address of this machine under [listen] in countertop.toml",
    ),
    "run.already-running": (
        "{party} 正由另一个进程提供服务；先停止它(Ctrl-C)，或直接使用它",
        "{party} is served by another process; stop that one first (Ctrl-C), or use it as it is",
    ),
    "run.no-party": (
        "{directory} 中没有 countertop.toml：用 countertop up 或 countertop found --demo 建立",
        "there is no countertop.toml in {directory}: let `countertop up` or `countertop found --demo` make it",
    ),
    "run.no-house": (
        "{path} 中没有演示数据：用 countertop up 或 countertop found --demo 建立",
        "there is no demo house in {path}: let `countertop up` or `countertop found --demo` make one",
    ),
    "run.no-terminal": ("{path} 中没有终端", "there is no terminal in {path}"),
    "run.no-switch": ("{path} 中没有转接中心", "there is no switch in {path}"),
    "run.no-acquirer": ("{path} 中没有收单主机", "there is no acquirer host in {path}"),
    "run.no-wallet-party": ("{path} 中没有钱包", "there is no wallet in {path}: it was founded before there were any"),
    "run.no-wallet": (
        "找不到钱包 {path}：放回该文件，或用 --wallet 指出它在哪里",
        "the wallet {path} is not there: put the file back, or say with --wallet where it is",
    ),
    "run.bad-wallet": ("钱包 {path}：{reason}", "wallet {path}: {reason}"),
    "run.unreadable": ("无法读取 {path}：{reason}", "cannot read {path}: {reason}"),
    "run.not-writable": (
        "数据目录 {path} 不可写({reason})：换一个目录(--data)，或改其权限(chmod u+w)",
        "cannot write the data directory {path} ({reason}): name another (--data), or take the right (chmod u+w)",
    ),
    "run.not-empty": (
        "{path} 不是空目录，也不是 countertop 的数据目录：请换一个(--data)",
        "{path} is not empty and no data directory of countertop: name another one (--data)",
    ),
    "run.key-missing": (
        "{party} 的主密钥不在 {path}：把密钥文件放回原处；没有它，数据库中的密钥无法使用",
        "the master key of {party} is not at {path}: put the file back; without it the keys in the store are sealed",
    ),
    "run.key-open": (
        "{party} 的主密钥 {path} 他人可读：运行 chmod 600 {path}",
        "others can read the master key of {party}, {path}: run chmod 600 {path}",
    ),
    "run.key-wrong": (
        "{party} 的主密钥 {path} 长度不对(应为 32 字节)：放回正确的文件",
        "the master key of {party}, {path}, has not 32 bytes: put the right file back",
    ),
    "run.tls-files": (
        "{party} 的证书或私钥无法使用：{reason}；请核对 countertop.toml 的 [tls]",
        "certificate or key of {party} cannot be used: {reason}; compare [tls] in countertop.toml",
    ),
    "run.no-tls": (
        "{where}：{value} 要求加密，但没有 [tls] 设置",
        "{where}: {value} asks for TLS, but there is no [tls] section",
    ),
    "run.bad-scheme": (
        "{where}：{value} 的写法不适用于此线路",
        "{where}: this line cannot be written as {value}",
    ),
    "run.store": ("{party} 的数据库：{reason}", "the store of {party}: {reason}"),
    "run.no-desk": (
        "无法建立柜台接口 {path}：{reason}",
        "cannot open the desk socket {path}: {reason}",
    ),
    "run.production": (
        "软件 HSM 只用于演示：{party} 以生产模式建立，请连接硬件 HSM",
        "the software HSM is for demonstration only, and {party} was founded for production: connect a payment HSM",
    ),
    "run.planted": ("{party} 已植入故障：{faults}", "{party} runs with planted faults: {faults}"),
    "run.held": ("积压 {waiting} 项，暂停接收", "{waiting} scripts wait: reading from the lines pauses"),
    "run.released": ("积压降至 {waiting} 项，恢复接收", "down to {waiting} waiting scripts: reading again"),
    "run.stopped": (
        "{party} 停止({kind})，{seconds} 秒后从数据库重新启动",
        "{party} stopped ({kind}); it starts again from its store in {seconds} s",
    ),
    "run.started": ("{party} 已启动", "{party} started"),
    "run.slow-start": ("{party} 未在 {seconds} 秒内就绪", "{party} was not ready within {seconds} s"),
    "run.restarted": (
        "处理中重新启动，结果未知：请查询交易或等待冲正",
        "restarted in the middle, so the outcome is unknown: look the transaction up, or let it be reversed",
    ),
    "run.not-ready": ("正在启动或过忙，请稍候再试", "starting or too busy: try again in a moment"),
    # Configuration
    "run.unknown-key": ("{where}：没有设置项 {key}", "{where}: there is no setting {key}"),
    "run.unknown-key-near": (
        "{where}：没有设置项 {key}，是否为 {near}？",
        "{where}: there is no setting {key}; did you mean {near}?",
    ),
    "run.no-value": ("{flag}：应写作 KEY=VALUE", "{flag}: write KEY=VALUE"),
    "run.other-kind": (
        "{path} 是 {kind} 的目录，不是 {wanted} 的",
        "{path} is the directory of a party of kind {kind}, not {wanted}",
    ),
    "run.missing-key": ("{where}：缺少设置项 {key}", "{where}: the setting {key} is missing"),
    "run.bad-value": ("{where}：{key} 的值 {value} 不是 {kind}", "{where}: {key} cannot be {value}; it is {kind}"),
    "run.bad-address": (
        "{where}：{value} 不是地址，应如 127.0.0.1:5101",
        "{where}: {value} is no address; write one such as 127.0.0.1:5101",
    ),
    "run.bad-settings": ("{where}:{reason}", "{where}: {reason}"),
    "run.bad-file": ("{where} 格式有误：{reason}", "{where} cannot be understood: {reason}"),
    # Desk
    "desk.not-running": (
        "{party} 没有运行({directory})：用 countertop up 启动",
        "{party} is not running ({directory}): start it with `countertop up`",
    ),
    "desk.lost": (
        "{party} 在答复前断开：用 countertop status 查看结果",
        "{party} went away before it replied: see the outcome with `countertop status`",
    ),
    "desk.not-understood": ("请求无法理解", "the request was not understood"),
}
