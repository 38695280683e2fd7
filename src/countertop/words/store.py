"""Texts of the stores: message id -> (Chinese, English)."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "store.locked": (
        "进程 {process} 正在使用 {store}；先停止它，或通过它的柜台办理",
        "process {process} serves {store}; stop it first, or work through its desk",
    ),
    "store.busy": (
        "另一个程序锁住了 {store}；关闭那个程序，然后重新启动",
        "another program holds {store} locked; close it, then start again",
    ),
    "store.unreachable": (
        "无法打开 {store}({reason})；目录须存在，目录和其中的文件须可由当前用户读写",
        (
            "{store} cannot be opened ({reason}); its directory must exist, and it and the files in it must be "
            "readable and writable for the user who runs this"
        ),
    ),
    "store.full": (
        "{store} 所在的磁盘已满；清出空间，然后重新启动",
        "no space is left for {store}; make room on its disk, then start again",
    ),
    "store.failed": (
        "写入 {store} 失败({reason})；检查磁盘和系统日志，然后重新启动",
        "writing {store} failed ({reason}); check its disk and the system log, then start again",
    ),
    "store.closed": (
        "存储 {store} 已关闭或先前写入失败；重新启动该方",
        "the store {store} is closed, or a write failed before; start its party again",
    ),
    "store.writer-lost": (
        "写入进程已中断({reason})；重新启动该方",
        "the process that writes was lost ({reason}); start the party again",
    ),
    "store.queue-full": (
        "已有 {count} 项等待写入，磁盘跟不上；减少请求",
        "{count} items wait to be written; the disk does not keep up, send less",
    ),
    "store.damaged": (
        "{store} 已损坏({reason})；停止使用，保留一份副本，换上最近的备份",
        "{store} is damaged ({reason}); stop, keep a copy of it, and put the last backup in its place",
    ),
    "store.foreign": (
        "{store} 不是 {party} 的存储(其中记为 {found})；检查配置中的路径",
        "{store} is no store of {party}: it says {found}; look at the path in the settings",
    ),
    "store.other-tables": (
        "{store} 的表 {table} 与其版本不符，出自未发布的版本或被人改动；移走它，或换上备份",
        (
            "{store}: table {table} is not that of its version; it was made by a build that was never released, or "
            "changed by hand; move it away, or put a backup in its place"
        ),
    ),
    "store.log-alone": (
        "{store} 不见了，但日志还在；把它放回日志旁边，或移走日志",
        "{store} is gone but its log is still there; put the store back beside it, or move the log away",
    ),
    "store.newer": (
        "{store} 由更新的版本写成({found}，本版本为 {newest})；启动那个版本，或换回它升级前留下的副本",
        (
            "{store} was written by a newer release ({found}, this one knows {newest}); start that release, or put "
            "back the copy it made before it upgraded the store"
        ),
    ),
    "store.older": (
        "{store} 还是旧版本 {found}；启动一次该方，它会自动升级",
        "{store} is of the older version {found}; start its party once, which upgrades it",
    ),
    "store.chain-gap": (
        "记录 {record} 紧跟在 {follows} 之后：中间的记录缺失或次序被改；保留一份副本，与最近的备份比对",
        (
            "record {record} follows {follows} in the chain: some are gone or misplaced; keep a copy of the store and "
            "compare it with the last backup"
        ),
    ),
    "store.record-changed": (
        "记录 {record}(流 {stream})与写入时不同；保留一份副本，与最近的备份比对",
        (
            "record {record} of stream {stream} is not what was written; keep a copy of the store and compare it with "
            "the last backup"
        ),
    ),
    "store.tail-gone": (
        "记录链止于 {record}，但先前记下了 {noted}：最新的记录已丢失；保留一份副本，与最近的备份比对",
        (
            "the chain ends at record {record} but {noted} was noted: the newest are gone; keep a copy of the store "
            "and compare it with the last backup"
        ),
    ),
    "store.record-unreadable": (
        "无法读取记录 {record}(类别 {kind})；用写入它的版本审计，或与最近的备份比对",
        (
            "record {record} of kind {kind} cannot be read; audit with the release that wrote it, or compare it with "
            "the last backup"
        ),
    ),
    "store.key-twice": (
        "记录 {record} 产生的行，其键已被更早的记录占用；保留一份副本，与最近的备份比对",
        (
            "record {record} makes a row whose key an earlier record has taken; keep a copy of the store and compare "
            "it with the last backup"
        ),
    ),
}
