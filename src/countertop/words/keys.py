"""Texts of `countertop keys` and of key ceremonies, in Chinese and English."""

__all__ = ["TEXTS"]

TEXTS: dict[str, tuple[str, str]] = {
    "help.keys": ("密钥：查看校验值，密钥仪式(分量)", "Keys: their check values, and the key ceremony by components"),
    "help.keys-list": ("各方持有的密钥：用途和校验值", "What the keys of the parties are for, and their check values"),
    "help.keys-component": (
        "产生一个分量，只给一位保管员看",
        "Draw one component and show it to its custodian alone",
    ),
    "help.keys-form": (
        "由分量合成密钥，显示校验值和密钥块",
        "Form a key from components; shows its check value and its key block",
    ),
    "help.keys-load": (
        "把终端主密钥装入已停止的终端或收单主机",
        "Load a terminal's master key into the terminal or the acquirer, which must be off",
    ),
    "help.keys-party": ("哪一方(目录名或类型)", "which party, by its name or its kind"),
    "help.keys-components": ("分量个数，2 或 3", "how many components, 2 or 3"),
    "help.keys-size": ("字节数：8、16、24，签名密钥 32", "bytes: 8, 16, 24, or 32 for a signing key"),
    "help.keys-sm4": ("国密 SM4 密钥", "a key for SM4"),
    "help.keys-demo": (
        "演示：分量由加密机产生并直接输入，不显示",
        "demo: the HSM draws the components and they are entered unseen",
    ),
    "help.keys-usage": (
        "用途：TMK ZMK TPK TAK TDK ZPK ZAK WSK 之一",
        "what it is for: one of TMK ZMK TPK TAK TDK ZPK ZAK WSK",
    ),
    "keys.TMK": ("终端主密钥：加密该终端的工作密钥", "terminal master key: wraps the terminal's working keys"),
    "keys.ZMK": ("区域主密钥：加密两机构间的区域密钥", "zone master key: wraps the keys between two institutions"),
    "keys.TPK": ("终端 PIN 密钥", "terminal PIN key"),
    "keys.TAK": ("终端 MAC 密钥", "terminal MAC key"),
    "keys.TDK": ("终端磁道密钥", "terminal track key"),
    "keys.ZPK": ("区域 PIN 密钥", "zone PIN key"),
    "keys.ZAK": ("区域 MAC 密钥", "zone MAC key"),
    "keys.WSK": ("钱包签名密钥", "wallet signing key"),
    "keys.party": ("参与方", "party"),
    "keys.holder": ("属于", "whose"),
    "keys.key": ("名称", "key"),
    "keys.purpose": ("用途", "purpose"),
    "keys.algorithm": ("算法", "algorithm"),
    "keys.kcv": ("校验值", "check value"),
    "keys.sheet": (
        "您的密钥分量，请抄录并密封保管，不得给他人看：",
        "Your component of the key. Write it down, seal it, show it to nobody:",
    ),
    "keys.check-value": ("校验值 {kcv}", "check value {kcv}"),
    "keys.written-down": (
        "抄录完毕请按回车，屏幕将清除 ",
        "Press Enter when it is written down; the screen is cleared ",
    ),
    "keys.ask-component": (
        "第 {number} 位保管员(共 {count} 位)，请输入分量：",
        "Custodian {number} of {count}, component:",
    ),
    "keys.ask-check-value": ("第 {number} 个分量的校验值：", "check value of component {number}:"),
    "keys.nobody-there": (
        "分量须由保管员在键盘上输入；请在终端窗口中运行，或用 --demo",
        "Custodians enter components at a keyboard: run this in a terminal window, or with --demo",
    ),
    "keys.loaded-into": (
        "终端 {terminal} 的主密钥已装入：{parties}",
        "The master key of terminal {terminal} is loaded: {parties}",
    ),
    "keys.loaded": (
        "终端 {terminal} 的主密钥已装入，校验值 {kcv}",
        "master key of terminal {terminal} loaded, check value {kcv}",
    ),
    "keys.sign-in-next": (
        "请与另一端核对校验值；启动后先签到",
        "Compare the check value with the other side; once started, the terminal signs in first",
    ),
    "keys.running": (
        "{party} 正在运行；密钥仪式须先停止它",
        "{party} is running; a key ceremony is held with it off, so stop it first",
    ),
    "keys.no-party": ("{path} 中没有 {party}", "There is no {party} in {path}"),
    "keys.no-master-keys": (
        "{party} 不持有终端主密钥；请装入终端或收单主机",
        "{party} holds no terminals' master keys: load it into the terminal or the acquirer",
    ),
    "keys.no-such-terminal": (
        "{party} 没有登记终端 {terminal}；请核对终端号",
        "{party} knows no terminal {terminal}: check its number",
    ),
    "help.zone-keys": (
        "机构间区域密钥：显示校验值，或在线更换",
        "The zone keys of a link: show their check values, or have them changed over the line",
    ),
    "help.zone-keys-change": (
        "更换哪个成员的区域密钥：样例名(issuer-east)或机构号",
        "whose zone keys to change: its name in the demo (issuer-east) or its institution id",
    ),
    "help.zone-keys-by": ("经办人，记入流水", "who orders it; kept in the journal"),
    "help.zone-keys-ask": ("先请转接中心更换", "ask the switch for new ones first"),
    "zone-keys.member": ("成员机构", "member"),
    "zone-keys.party": ("参与方", "party"),
    "zone-keys.generation": ("更换次数", "changes"),
    "zone-keys.zpk": ("PIN 密钥校验值", "ZPK check value"),
    "zone-keys.zak": ("MAC 密钥校验值", "ZAK check value"),
    "zone-keys.state": ("状态", "state"),
    "zone-keys.idle": ("在用", "in use"),
    "zone-keys.offered": (
        "新密钥已下发，待对方确认(已发 {tries} 次)",
        "new ones offered, not confirmed yet ({tries} tries)",
    ),
    "zone-keys.overlap": ("新密钥已启用，旧密钥并用中", "new ones in use, the former still accepted"),
    "zone-keys.unproven": ("新密钥已存妥，待转接中心启用", "new ones kept; the switch has not used them yet"),
    "zone-keys.refused": (
        "对方以 {code} 拒收新密钥，旧密钥照用",
        "the member refused new ones ({code}); the old are in use",
    ),
    "zone-keys.no-master-key": (
        "在用；没有区域主密钥，不能在线更换",
        "in use; no zone master key, so they cannot change here",
    ),
    "zone-keys.asked": (
        "已请转接中心更换；其答复见日志，更换后校验值随之改变",
        "The switch is asked; the log tells its answer, and the check values change when the keys do",
    ),
}
