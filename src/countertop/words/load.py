"""Texts of the load: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "help.load": (
        "以固定速率压测整条链路(正式终端程序，全部落盘)，然后审计各方账目",
        "Put a fixed rate on the whole chain (production terminals, everything durable), then audit all books",
    ),
    "help.rate": ("每秒消费笔数", "sales a second"),
    "help.terminals": ("终端台数", "terminals"),
    "help.seconds": ("持续秒数", "seconds"),
    "help.load-data": (
        "数据目录(空目录则先建立；默认用临时目录，无误则删除)",
        "data directory (founded when empty; without it a temporary one, removed when all is well)",
    ),
    "help.join": (
        "使用正在运行的各方(countertop up)，不另行启动",
        "use the parties that run already (countertop up) instead of starting them",
    ),
    "load.founded": ("已建立：{terminals} 台终端，目录 {path}", "founded: {terminals} terminals in {path}"),
    "load.no-fleet": (
        "{path} 里没有压测终端；请给一个空目录，由 countertop load 建立",
        "{path} has no fleet of terminals; name an empty directory and `countertop load` founds one",
    ),
    "load.not-run": ("压测无法进行：{reason}", "the load could not be run: {reason}"),
    "load.began": (
        "{terminals} 台终端，每秒 {rate} 笔，{seconds} 秒",
        "{terminals} terminals, {rate} sales a second, {seconds} s",
    ),
    "load.rate": ("速率：要求 {asked}/秒，达到 {reached}/秒", "rate: {asked}/s asked, {reached}/s reached"),
    "load.latency": (
        "自计划时刻起(毫秒)：p50 {p50}  p95 {p95}  p99 {p99}  p99.9 {p999}  最长 {largest}",
        "from the scheduled time (ms): p50 {p50}  p95 {p95}  p99 {p99}  p99.9 {p999}  longest {largest}",
    ),
    "load.sales": (
        "应答 {answered}：批准无误 {right}，拒绝 {declined}，结果未知 {unknown}，终端未受理 {refused}，错误 {wrong}",
        "answered {answered}: right {right}, declined {declined}, unknown {unknown}, refused {refused}, wrong {wrong}",
    ),
    "load.queue": (
        "排队最多 {most} 人；未得到应答 {unanswered}",
        "longest queue {most}; without an answer {unanswered}",
    ),
    "load.costs": (
        "每笔耗用处理器时间(微秒)：共 {total}；{each}",
        "processor time a sale (us): {total} in all; {each}",
    ),
    "load.why": ("  {what}:{count}", "  {what}: {count}"),
    "load.stopped": ("终端停止：{what}", "terminal stopped: {what}"),
    "load.owing": ("{count} 台终端仍欠冲正", "{count} terminals still owe a reversal"),
    "load.audit": (
        "审计 {parties} 方账目：{findings} 处不符({seconds} 秒)",
        "audit of all {parties} books: {findings} findings ({seconds} s)",
    ),
    "load.kept": ("数据保留在 {path}", "the data is kept in {path}"),
    "load.clean": ("无误", "all is well"),
    "load.not-clean": ("有误", "not all is well"),
}
